'use strict';
(() => {
  const find = id => document.getElementById(id);
  const report = JSON.parse(find('data').textContent);
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

  // ---- Words.
  const number = value => value.toLocaleString('en-US');
  const plural = (count, noun) => `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
  const words = name => name.replace(/([a-z])([A-Z])(?![A-Z])/g, (_, end, start) => `${end} ${start.toLowerCase()}`).replace(/^Mfa\b/, 'MFA');
  const day = text => text.slice(0, 10);
  const minute = text => text.slice(0, 16).replace('T', ' ') + ' UTC';
  const left = days => days < 0 ? `ended ${plural(-days, 'day')} ago` : days === 0 ? 'ends today' : `${plural(days, 'day')} left`;

  // ---- Elements. Everything that was read is put in as text and never as markup.
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children.filter(child => child !== undefined && child !== null && child !== false));
    return element;
  };
  const foreign = text => make('bdi', {}, text);
  const button = (className, action, ...children) => {
    const made = make('button', { type: 'button', className }, ...children);
    made.addEventListener('click', action);
    return made;
  };

  // ---- States, the worst first; the style sheet has a sign and a colour for each.
  const texts = { Failed: 'Failed', Soon: 'Ends soon', Unknown: 'Unknown', Passed: 'Passed', Skipped: 'Skipped', None: 'Not looked at' };
  const customerTexts = { Failed: 'Broken', Soon: 'Ends soon', Unknown: 'Unknown', Passed: 'Good' };
  const ranks = Object.fromEntries(Object.keys(texts).map((state, rank) => [state, rank]));
  const stateOf = step => step.outcome === 'Passed' && step.cause ? 'Soon' : step.outcome;
  const worst = states => states.reduce((one, other) => ranks[other] < ranks[one] ? other : one, 'None');
  const sign = (state, text = texts[state]) => make('span', { className: `sign ${state}` }, text);
  const endStates = { Ended: 'Failed', Soon: 'Soon', Later: 'Passed' };

  // ---- The data: a row for each customer, a column for each kind of step.
  const columns = new Map();
  const customers = report.customers.map(subject => {
    const cells = new Map();
    for (const step of subject.steps) {
      const key = `${step.source} ${step.name} ${step.workload ?? ''}`;
      columns.set(key, words(step.name) + (step.workload ? ` ${step.workload}` : ''));
      cells.set(key, worst([cells.get(key) ?? 'None', stateOf(step)]));
    }
    const wrong = ['Failed', 'Soon'].map(state => subject.steps.find(step => stateOf(step) === state)).find(Boolean);
    const state = { Broken: 'Failed', Unknown: 'Unknown', Good: wrong ? 'Soon' : 'Passed' }[subject.outcome];
    const cause = wrong && (wrong.cause ?? wrong.name);
    const title = subject.name ?? subject.tenant;
    const searched = [title, subject.tenant, subject.tenantId, cause && words(cause), cause, wrong?.message].join('\n').toLowerCase();
    return { subject, cells, wrong, state, cause, title, searched };
  });

  if (columns.size === 0) {
    columns.set('', 'Steps');
  }

  // ---- Filter and order.
  const filter = { state: null, cause: null, text: '' };
  const sorting = { key: 'state', descending: false };
  const emptyLast = (a, b) => !a - !b || collator.compare(a ?? '', b ?? '');
  const orders = {
    customer: (a, b) => collator.compare(a.title, b.title),
    state: (a, b) => ranks[a.state] - ranks[b.state],
    cause: (a, b) => emptyLast(a.cause, b.cause),
    ends: (a, b) => emptyLast(a.subject.endsOn, b.subject.endsOn),
  };
  const orderOf = key => orders[key] ?? ((a, b) => ranks[a.cells.get(key) ?? 'None'] - ranks[b.cells.get(key) ?? 'None']);

  function show() {
    const sought = filter.text.toLowerCase().split(/\s+/);
    let count = 0;
    for (const customer of customers) {
      const isShown = (!filter.state || customer.state === filter.state)
        && (!filter.cause || customer.cause === filter.cause)
        && sought.every(word => customer.searched.includes(word));
      customer.row.hidden = !isShown;
      count += isShown;
    }
    for (const one of document.querySelectorAll('[data-state], [data-cause]')) {
      const { state, cause } = one.dataset;
      one.ariaPressed = String(state ? filter.state === state : filter.cause === cause);
    }
    const isAll = count === customers.length;
    find('clear').hidden = !filter.state && !filter.cause && !filter.text;
    find('shown').textContent = isAll ? plural(count, 'customer') : `${number(count)} of ${plural(customers.length, 'customer')} shown`;
    if (current?.closest('tr').hidden) {
      stand(find('heads').firstElementChild);
    }
  }

  function sort() {
    const compare = orderOf(sorting.key);
    const turn = sorting.descending ? -1 : 1;
    customers.sort((a, b) => turn * compare(a, b) || orders.customer(a, b));
    find('rows').append(...customers.map(customer => customer.row));
    for (const head of find('heads').children) {
      head.ariaSort = head.dataset.key !== sorting.key ? 'none' : sorting.descending ? 'descending' : 'ascending';
    }
  }

  function toggle(part, value) {
    filter[part] = filter[part] === value ? null : value;
    show();
  }

  // ---- Above the matrix: numbers, causes, the partner's own, what ends.
  function showOverview() {
    const counts = Object.keys(customerTexts).map(state => [state, customers.filter(customer => customer.state === state).length]);
    const good = customers.filter(customer => customer.subject.outcome === 'Good').length;
    const soon = customers.filter(customer => customer.state === 'Soon').length;
    const next = report.ends.find(end => end.daysLeft >= 0);
    find('lead').append(
      `${number(good)} of ${plural(customers.length, 'customer')} ${good === 1 ? 'is' : 'are'} in good order`,
      ` (${(Math.floor(good / customers.length * 1000) / 10).toFixed(1)} %)`,
      soon ? `, and ${number(soon)} of them will not be for long.` : '.',
      ...(next ? [` Next to end: ${words(next.kind).toLowerCase()} of `, foreign(next.owner), ` on ${day(next.endsOn)}, ${left(next.daysLeft)}.`] : []));
    for (const [state, count] of counts) {
      const part = make('span', { className: state, hidden: count === 0 });
      part.style.flexGrow = count;
      find('share').append(part);
      const tile = button('tile', () => toggle('state', state), make('span', { className: 'count' }, number(count)), sign(state, customerTexts[state]));
      tile.dataset.state = state;
      find('tiles').append(tile);
    }
  }

  function showCauses() {
    const found = new Map();
    for (const customer of customers.filter(one => one.cause)) {
      found.set(customer.cause, [...found.get(customer.cause) ?? [], customer]);
    }
    for (const [cause, group] of [...found].sort((a, b) => b[1].length - a[1].length)) {
      const choose = button('cause', () => toggle('cause', cause),
        make('span', { className: 'count' }, number(group.length)),
        sign(worst(group.map(one => one.state)), words(cause)));
      choose.dataset.cause = cause;
      const remedy = group.find(one => one.wrong.remedy)?.wrong.remedy;
      find('cause-list').append(make('li', {}, choose, remedy && make('p', { className: 'quiet' }, foreign(remedy))));
    }
    find('causes').hidden = found.size === 0;
  }

  function showPartners() {
    for (const subject of report.partners) {
      const open = button('name', () => openDetails(subject), foreign(subject.name ?? subject.tenant));
      find('partner-list').append(make('li', {}, open,
        make('p', { className: 'signs' }, ...subject.steps.map(step => sign(stateOf(step), `${words(step.name)}: ${texts[stateOf(step)].toLowerCase()}`)))));
    }
    find('partner').hidden = report.partners.length === 0;
  }

  const endsAtFirst = 8;

  function showEnds() {
    const ends = report.ends;
    const first = new Date(report.createdOn);
    const months = Array.from({ length: 12 }, (_, index) => new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + index)).toISOString().slice(0, 7));
    const counts = months.map(month => ends.filter(end => end.endsOn.startsWith(month)).length);
    counts.push(ends.filter(end => end.endsOn.slice(0, 7) > months.at(-1)).length);
    months.push('later');
    months.forEach((month, index) => {
      const bar = make('span', { className: 'bar' });
      bar.style.height = `${counts[index] / Math.max(...counts, 1) * 100}%`;
      find('months').append(make('li', {}, make('span', { className: 'count' }, number(counts[index])), make('span', { className: 'space' }, bar), make('span', {}, month)));
    });
    find('end-rows').append(...ends.map((end, index) => make('tr', { hidden: index >= endsAtFirst },
      make('td', {}, sign(endStates[end.status], day(end.endsOn)), make('span', { className: 'quiet' }, left(end.daysLeft) + (end.autoExtends ? ', extends itself' : ''))),
      make('td', {}, words(end.kind), end.name && make('span', { className: 'quiet' }, foreign(end.name))),
      make('td', {}, foreign(end.owner)))));
    const more = find('more-ends');
    more.hidden = ends.length <= endsAtFirst;
    more.textContent = `Show all ${number(ends.length)}`;
    more.addEventListener('click', () => {
      const isOpen = more.ariaExpanded !== 'true';
      [...find('end-rows').rows].forEach((row, index) => { row.hidden = !isOpen && index >= endsAtFirst; });
      more.ariaExpanded = String(isOpen);
      more.textContent = isOpen ? `Show the first ${endsAtFirst}` : `Show all ${number(ends.length)}`;
    });
    find('ends').hidden = ends.length === 0;
  }

  // ---- The matrix.
  function showMatrix() {
    const head = (key, className, text) => {
      const cell = make('th', { role: 'columnheader', scope: 'col', className }, button('', () => {
        sorting.descending = sorting.key === key && !sorting.descending;
        sorting.key = key;
        sort();
      }, make('span', {}, text)));
      cell.firstChild.tabIndex = -1;
      cell.dataset.key = key;
      return cell;
    };
    find('heads').append(
      head('customer', 'customer', 'Customer'), head('state', 'state', 'State'),
      ...[...columns].map(([key, text]) => head(key, 'step', text)),
      head('cause', 'what', 'First thing that is wrong'), head('ends', 'end', 'Access ends'));
    find('matrix').style.setProperty('--count', columns.size);
    // Screen readers see a row that is not laid out only when it comes into view, so few rows are always laid out.
    find('matrix').classList.toggle('many', customers.length > 200);
    for (const customer of customers) {
      const { subject, cells, wrong, state, cause, title } = customer;
      const name = make('button', { type: 'button', className: 'name', tabIndex: -1 }, foreign(title));
      customer.row = make('tr', { role: 'row' },
        make('th', { role: 'rowheader', scope: 'row', className: 'customer' }, name, title !== subject.tenant && make('span', { className: 'quiet' }, foreign(subject.tenant))),
        make('td', { role: 'gridcell', className: 'state' }, sign(state, customerTexts[state])),
        ...[...columns.keys()].map(key => {
          const cell = cells.get(key) ?? 'None';
          return make('td', { role: 'gridcell', className: `step ${cell}` }, texts[cell]);
        }),
        make('td', { role: 'gridcell', className: 'what' }, cause && make('span', {}, words(cause)), wrong && make('span', { className: 'quiet' }, foreign(wrong.message))),
        make('td', { role: 'gridcell', className: 'end' }, subject.endsOn && day(subject.endsOn), subject.endsOn && make('span', { className: 'quiet' }, left(subject.daysLeft))));
      customer.row.customer = customer;
    }
    find('legend').append(...Object.keys(texts).map(state => make('li', {}, sign(state))));
  }

  // ---- The keyboard: one cell is in the order of the Tab key, arrows go on from there.
  let current = null;
  const target = cell => cell.querySelector('button') ?? cell;

  function stand(cell, hasFocus = false) {
    if (current) {
      target(current).tabIndex = -1;
    }
    current = cell;
    target(cell).tabIndex = 0;
    if (hasFocus) {
      target(cell).focus();
      cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  }

  function walk(event) {
    const cell = event.target.closest('th, td');
    const rows = [find('heads'), ...customers.map(customer => customer.row).filter(row => !row.hidden)];
    const row = rows.indexOf(cell.parentElement);
    const at = (y, x = cell.cellIndex) => rows[Math.max(0, Math.min(rows.length - 1, y))].cells[Math.max(0, Math.min(cell.parentElement.cells.length - 1, x))];
    const next = {
      ArrowDown: () => at(row + 1), ArrowUp: () => at(row - 1),
      ArrowRight: () => at(row, cell.cellIndex + 1), ArrowLeft: () => at(row, cell.cellIndex - 1),
      PageDown: () => at(row + 10), PageUp: () => at(row - 10),
      Home: () => at(event.ctrlKey ? 1 : row, 0), End: () => at(event.ctrlKey ? rows.length : row, Infinity),
    }[event.key];
    if (next && !event.altKey && !event.metaKey) {
      event.preventDefault();
      stand(next(), true);
    } else if (event.key === 'Enter' && row > 0) {
      event.preventDefault();
      openDetails(cell.parentElement.customer.subject);
    }
  }

  // ---- Details.
  function copyable(text) {
    const code = make('code', {}, text);
    const copy = button('copy', async () => {
      try {
        await navigator.clipboard.writeText(text);
        copy.textContent = 'Copied';
      } catch {
        getSelection().selectAllChildren(code);
        copy.textContent = 'Marked: copy it with the keyboard';
      }
    }, 'Copy');
    return make('div', { className: 'code' }, make('pre', { tabIndex: 0 }, code), copy);
  }

  function fact(title, value) {
    return value && make('div', {}, make('dt', {}, title), make('dd', {}, value instanceof Node ? value : foreign(value)));
  }

  function describe(step) {
    const { repair } = step;
    const state = stateOf(step);
    return make('li', { className: `detail ${state}` },
      make('h3', {}, sign(state, `${words(step.name)}${step.workload ? ` ${step.workload}` : ''}`), make('span', { className: 'quiet' }, texts[state])),
      step.message && make('p', {}, foreign(step.message)),
      make('dl', {},
        fact('Cause', step.cause && words(step.cause)),
        fact('What to do', step.remedy),
        fact('Command', repair?.command && copyable(repair.command)),
        fact('Request', repair?.uri && copyable([[repair.method, repair.uri].filter(Boolean).join(' '), repair.body].filter(Boolean).join('\n\n'))),
        fact('The service said', step.serviceText),
        fact('Service code', step.serviceCode),
        fact('Correlation id', step.correlationId),
        fact('Ends', step.endsOn && `${day(step.endsOn)}, ${left(step.daysLeft)}`)));
  }

  function openDetails(subject) {
    const shown = customers.filter(customer => !customer.row.hidden).map(customer => customer.subject);
    const place = shown.indexOf(subject);
    const go = (text, to) => place >= 0 && Object.assign(button('', () => openDetails(shown[to]), text), { disabled: !shown[to] });
    const dialog = find('details');
    const steps = [...subject.steps].sort((a, b) => (stateOf(b) === 'Failed') - (stateOf(a) === 'Failed'));
    dialog.replaceChildren(
      make('div', { className: 'bar' }, go('Previous', place - 1), go('Next', place + 1), button('close', () => dialog.close(), 'Close')),
      make('h2', { id: 'details-title', tabIndex: -1 }, foreign(subject.name ?? subject.tenant)),
      make('dl', {}, fact('Tenant', subject.tenant), fact('Tenant id', subject.tenantId !== subject.tenant && subject.tenantId), fact('Looked at', subject.checkedOn && minute(subject.checkedOn))),
      make('ol', {}, ...steps.map(describe)));
    if (!dialog.open) {
      dialog.showModal();
    }
    find('details-title').focus();
    dialog.scrollTop = 0;
  }

  // ---- Light and dark.
  const isDark = () => (document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  const nameTheme = () => { find('theme').textContent = isDark() ? 'Light theme' : 'Dark theme'; };
  find('theme').addEventListener('click', () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    nameTheme();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', nameTheme);
  nameTheme();

  find('created').textContent = minute(report.createdOn);
  find('created').dateTime = report.createdOn;
  find('empty').hidden = customers.length + report.partners.length > 0;
  showPartners();
  showEnds();
  if (customers.length > 0) {
    showOverview();
    showCauses();
    showMatrix();
    sort();
    show();
    stand(find('heads').firstElementChild);
    find('overview').hidden = find('customers').hidden = false;
    find('search').addEventListener('input', event => { filter.text = event.target.value.trim(); show(); });
    find('clear').addEventListener('click', () => {
      Object.assign(filter, { state: null, cause: null, text: '' });
      find('search').value = '';
      show();
      find('search').focus();
    });
    const table = find('matrix').firstElementChild;
    table.addEventListener('keydown', walk);
    table.addEventListener('focusin', event => stand(event.target.closest('th, td')));
    find('rows').addEventListener('click', event => {
      const cell = event.target.closest('th, td');
      if (cell && getSelection().isCollapsed) {
        stand(cell, true);
        openDetails(cell.parentElement.customer.subject);
      }
    });
  }
})();
