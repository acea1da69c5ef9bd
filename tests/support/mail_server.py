"""A mail server for tests: keeps each mail it takes as a JSON file, parsed by Python's own mail library.

Writes its port to FOLDER/port when it listens. Options make it refuse, defer or dawdle.
"""
import argparse
import asyncio
import email
import email.policy
import json
import os
import ssl

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


def parse_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--tls-from-the-start", action="store_true")
    parser.add_argument("--user")
    parser.add_argument("--password")
    parser.add_argument("--refuse", default="", help="a recipient nobody knows")
    parser.add_argument("--defer", default="", help="a recipient to come back for later")
    parser.add_argument("--refuse-sender", default="", help="a sender who may not send here")
    parser.add_argument("--dawdle", type=float, default=0, help="seconds before a recipient is accepted")
    return parser.parse_args()


def part_text(message, subtype):
    part = message.get_body(preferencelist=(subtype,))
    return part.get_content().replace("\r\n", "\n") if part is not None else None


def described(server, session, envelope):
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    return {
        "mail_from": envelope.mail_from,
        "rcpt_tos": envelope.rcpt_tos,
        "is_encrypted": server.transport.get_extra_info("ssl_object") is not None,
        "is_logged_in": bool(session.authenticated),
        "header_names": [name for name in message.keys()],
        "headers": {name: str(value) for name, value in message.items()},
        "from_name": message["From"].addresses[0].display_name,
        "to_name": message["To"].addresses[0].display_name,
        "to_address": message["To"].addresses[0].addr_spec,
        "date": message["Date"].datetime.timestamp(),
        "content_type": message.get_content_type(),
        "parts": [part.get_content_type() for part in message.iter_parts()],
        "text": part_text(message, "plain"),
        "html": part_text(message, "html"),
        "longest_line": max(len(line) for line in envelope.content.split(b"\r\n")),
        "bare_line_ends": envelope.content.replace(b"\r\n", b"").count(b"\n"),
        "is_ascii": envelope.content.isascii(),
        "defects": [str(defect) for part in message.walk() for defect in part.defects],
    }


class Keeper:
    def __init__(self, options):
        self.options = options
        self.count = 0

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        if address == self.options.refuse_sender:
            return "553 5.7.1 You may not send for this address"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        await asyncio.sleep(self.options.dawdle)
        if address == self.options.refuse:
            return "550 5.1.1 Nobody of this name"
        if address == self.options.defer:
            return "451 4.7.1 Come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        path = os.path.join(self.options.folder, f"{self.count:06}.json")
        with open(path + ".new", "w", encoding="utf-8") as file:
            json.dump(described(server, session, envelope), file)
        os.rename(path + ".new", path)
        return "250 OK"


async def serve(options):
    context = None
    if options.certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.certificate, options.key)

    def authenticate(server, session, envelope, mechanism, data):
        expected = LoginPassword(options.user.encode(), options.password.encode())
        return AuthResult(success=data == expected, handled=False)

    keeper = Keeper(options)
    starttls = context if not options.tls_from_the_start else None

    def connection():
        return SMTP(keeper, hostname="mail.test", tls_context=starttls, require_starttls=starttls is not None,
                    authenticator=authenticate if options.user else None, auth_required=bool(options.user),
                    auth_require_tls=starttls is not None)

    server = await asyncio.get_running_loop().create_server(
        connection, "127.0.0.1", 0, ssl=context if options.tls_from_the_start else None)
    path = os.path.join(options.folder, "port")
    with open(path + ".new", "w", encoding="ascii") as file:
        file.write(str(server.sockets[0].getsockname()[1]))
    os.rename(path + ".new", path)
    await server.serve_forever()


asyncio.run(serve(parse_arguments()))
