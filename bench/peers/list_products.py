"""The peer of GET /products: FastAPI with asyncpg on the same tables, asked for the same page of the same filter.

One query for the page, one for the total, as any such service does it; the answer goes through a response model.
Started by bench/api with uvicorn, a process a core.
"""

import os

import asyncpg
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Product(BaseModel):
    id: str
    gtin: str | None
    name: str | None
    description: str | None
    brand: str | None
    category: str | None
    manufacturer_reference: str | None
    image_urls: str | None
    attributes: str | None
    retail_price: int | None
    currency: str | None
    vat_rate: int | None
    weight_grams: int | None
    offers: int
    best_purchase_price: int | None
    stock: int | None
    updated_at: str


class Products(BaseModel):
    items: list[Product]
    total: int
    more_than_total: bool


PAGE = """
SELECT p.id::text AS id, p.gtin, p.name, p.description, b.name AS brand, c.path AS category, p.manufacturer_reference,
  p.image_urls, p.attributes, p.retail_price, p.currency, p.vat_rate, p.weight AS weight_grams, s.active_offers AS offers,
  s.purchase_price AS best_purchase_price, s.stock, p.updated_at::text AS updated_at
FROM (SELECT * FROM product_summaries WHERE brand_id = $1::text::uuid AND stock > 0 ORDER BY name_key, product_id LIMIT $2) s
JOIN products p ON p.id = s.product_id LEFT JOIN brands b ON b.id = p.brand_id LEFT JOIN categories c ON c.id = p.category_id
ORDER BY s.name_key, s.product_id"""

TOTAL = """
SELECT count(*) FROM (SELECT 1 FROM product_summaries WHERE brand_id = $1::text::uuid AND stock > 0 LIMIT 10001) counted"""


@app.on_event("startup")
async def connect() -> None:
    app.state.pool = await asyncpg.create_pool(os.environ["CATALOG_URL"], min_size=4, max_size=16)


@app.get("/products", response_model=Products)
async def list_products(brand_id: str, limit: int = 50) -> Products:
    async with app.state.pool.acquire() as connection:
        rows = await connection.fetch(PAGE, brand_id, limit)
        total = await connection.fetchval(TOTAL, brand_id)
    return Products(items=[Product(**dict(row)) for row in rows], total=min(total, 10000), more_than_total=total > 10000)
