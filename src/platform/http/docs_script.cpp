#include "platform/http/docs_page.h"

namespace platform::http {

const std::string_view docs_script = R"js(
'use strict';
const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.filter(child => child != null));
  return element;
};
const code = text => make('code', { textContent: text });
const soft = text => make('span', { className: 'soft', textContent: text });
let api;

const nameOf = schema => schema.$ref.split('/').pop();
const resolve = schema => schema.$ref ? api.components.schemas[nameOf(schema)] : schema;

// A type in a few words: "list of catalog.ProductView", "integer or null".
const typeOf = schema => {
  if (schema.$ref) return nameOf(schema);
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.enum) return schema.enum.map(value => JSON.stringify(value)).join(' | ');
  if (schema.type === 'array') return 'list of ' + typeOf(schema.items);
  if (schema.additionalProperties && schema.additionalProperties.type !== undefined || schema.additionalProperties?.$ref)
    return 'object of ' + typeOf(schema.additionalProperties);
  return schema.type ? schema.type + (schema.format ? ' (' + schema.format + ')' : '') : 'any JSON';
};

// The object inside a type, if there is one to open.
const objectIn = schema => {
  if (schema.anyOf) return objectIn(schema.anyOf[0]);
  if (schema.type === 'array') return objectIn(schema.items);
  if (schema.additionalProperties?.$ref) return objectIn(schema.additionalProperties);
  const found = resolve(schema);
  return found && found.properties && Object.keys(found.properties).length ? found : null;
};

const members = schema => make('table', {}, ...Object.entries(schema.properties).map(([name, member]) => {
  const type = make('td', {}, typeOf(member));
  if (member.description) type.append(' ', soft(member.description));
  if (objectIn(member)) type.append(opener(member));
  const isOptional = !(schema.required || []).includes(name);
  return make('tr', {}, make('td', {}, code(name), isOptional ? soft(' optional') : null), type);
}));

// Types may contain themselves, so what is inside is made when it is opened.
const opener = schema => {
  const details = make('details', {}, make('summary', { textContent: 'members' }));
  details.addEventListener('toggle', () => {
    if (details.open && details.children.length === 1) details.append(members(objectIn(schema)));
  });
  return details;
};

const contentRows = content => Object.entries(content || {}).flatMap(([type, media]) => {
  const schema = media.schema || {};
  const object = objectIn(schema);
  return [make('div', {}, code(type), ' ', Object.keys(schema).length ? typeOf(schema) : ''),
    object ? members(object) : null];
});

const heading = text => make('h3', { textContent: text });

const responseRow = ([status, response]) => {
  const cell = make('td', {}, response.description);
  const codes = response['x-problem-codes'];
  if (codes) cell.append(' ', soft(codes.join(', ')));
  else if (response.content) cell.append(...contentRows(response.content).filter(row => row));
  return make('tr', {}, make('td', {}, code(status)), cell);
};

const bodyOf = operation => {
  const body = make('div', {});
  const access = operation['x-permission'] ? 'Needs the permission ' + operation['x-permission']
    : operation.security && !operation.security.length ? 'No login needed' : 'Any signed-in caller';
  const tier = operation['x-rate-tier'];
  body.append(soft(access + (tier !== 'none' ? '. Rate tier: ' + tier : '') + '.'));
  if (operation.parameters) {
    body.append(heading('Parameters'), make('table', {}, ...operation.parameters.map(parameter => make('tr', {},
      make('td', {}, code(parameter.name), soft(' ' + parameter.in)),
      make('td', {}, typeOf(parameter.schema), ' ', soft(parameter.description || ''))))));
  }
  if (operation.requestBody)
    body.append(heading('Body'), ...contentRows(operation.requestBody.content).filter(row => row));
  body.append(heading('Answers'), make('table', {}, ...Object.entries(operation.responses).map(responseRow)));
  return body;
};

const operationElement = (path, method, operation) => {
  const details = make('details', { className: 'operation', id: operation.operationId }, make('summary', {},
    make('span', { className: 'method ' + method, textContent: method.toUpperCase() }),
    make('span', { className: 'path', textContent: path }), soft(operation.summary)));
  details.dataset.words = [method, path, operation.operationId, operation.summary, operation.tags.join(' '),
    operation['x-permission'] || ''].join(' ').toLowerCase();
  details.addEventListener('toggle', () => {
    if (details.open && details.children.length === 1) details.append(bodyOf(operation));
  });
  return details;
};

const show = () => {
  document.querySelector('h1').append(' ', make('small', { textContent: api.info.version }));
  const groups = new Map(api.tags.map(tag => [tag.name, []]));
  for (const [path, methods] of Object.entries(api.paths))
    for (const [method, operation] of Object.entries(methods))
      groups.get(operation.tags[0]).push(operationElement(path, method, operation));
  const main = document.querySelector('main');
  main.replaceChildren();
  for (const [name, operations] of groups) {
    main.append(make('section', {}, make('h2', { id: 'tag-' + name, textContent: name }), ...operations));
    document.querySelector('nav').append(make('a', { href: '#tag-' + name }, name, make('span', {}, operations.length)));
  }
  const wanted = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (wanted) { wanted.open = true; wanted.scrollIntoView(); }
};

const search = document.getElementById('search');
search.addEventListener('input', () => {
  const words = search.value.toLowerCase().split(/\s+/).filter(word => word);
  for (const section of document.querySelectorAll('main section')) {
    let shown = 0;
    for (const operation of section.querySelectorAll('details.operation')) {
      operation.hidden = !words.every(word => operation.dataset.words.includes(word));
      shown += operation.hidden ? 0 : 1;
    }
    section.hidden = shown === 0;
  }
});
document.addEventListener('keydown', event => {
  if (event.key === '/' && document.activeElement !== search) { event.preventDefault(); search.focus(); }
});

fetch('/openapi.json').then(answer => {
  if (!answer.ok) throw new Error('answer ' + answer.status);
  return answer.json();
}).then(document_ => { api = document_; show(); }).catch(error => {
  document.querySelector('main').textContent = 'The description of the API could not be loaded (' + error.message +
    '). Reload the page in a moment.';
});
)js";

}  // namespace platform::http
