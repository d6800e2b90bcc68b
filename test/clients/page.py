"""The page of board_report_html under axe-core, by WCAG 2.2 AA, in a browser: of a ledger with a closed year, and of one
whose names are hostile and which has nothing else.

usage: page.py AXE_CORE

AXE_CORE is a directory with axe.min.js.  The database is that of the environment (PGHOST ... PGDATABASE), by a superuser,
with the ledger of sample_ledger.sql in it.
"""
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import psycopg2

from checks import check, failures

RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
HOSTILE = '''CALL runrate.create_ledger('hostile', 'EUR', 'UTC');
    INSERT INTO hostile.agents (agent, business_unit, unit_of_work) VALUES ('<b onclick="1">&amp;</b>', '"><script>1</script>', '</td>');
    INSERT INTO hostile.events (source, source_key, occurred_at, agent, cost)
        SELECT 'app', '1', now() - interval '40 days', agent, 12 FROM hostile.agents'''
# runs the rules once the page is there, and leaves what they find in its place
RUN = '''<script>%s</script><script>axe.run(document, {runOnly: %s}).then(found => {
    document.body.textContent = JSON.stringify({rules: found.passes.length,
        faults: found.violations.map(v => v.id + ": " + v.nodes.map(n => n.html).join(" ").slice(0, 300))}); });</script></body>'''


def pages(cursor):
    cursor.execute('SELECT max(month) FROM ledger.board_report WHERE is_complete')
    for schema, name, month in (('ledger', 'Example & Sons', cursor.fetchone()[0]), ('hostile', '<script>alert(1)</script>', None)):
        cursor.execute("SELECT %s.board_report_html(coalesce(%%s, date_trunc('month', now() - interval '40 days')::date), %%s)"
                       % schema, (month, name))
        yield schema, cursor.fetchone()[0]


def findings(browser, axe, page):
    """What axe-core says of a page: the page itself lets no script run."""
    open_page = re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', '', page)
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, 'page.html')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(open_page.replace('</body>', RUN % (axe, json.dumps(RULES))))
        shown = subprocess.run([browser, '--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-dev-shm-usage',
                                '--user-data-dir=' + os.path.join(directory, 'profile'), '--window-size=1280,1000',
                                '--virtual-time-budget=30000', '--dump-dom', 'file://' + path],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding='utf-8', timeout=120).stdout
    found = re.search('<body[^>]*>(.*?)</body>', shown, re.S)
    return json.loads(html.unescape(found.group(1)))


def main():
    browser = next((name for name in ('chromium', 'chromium-browser', 'google-chrome') if shutil.which(name)), None)
    if browser is None:
        sys.exit('page.py: there is no chromium')
    with open(os.path.join(sys.argv[1], 'axe.min.js'), encoding='utf-8') as file:
        axe = file.read()
    connection = psycopg2.connect('')
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(HOSTILE)
    for schema, page in pages(cursor):
        found = findings(browser, axe, page)
        check(not found['faults'] and found['rules'] > 10,
              'the page of %s under axe-core: %d rules hold%s' % (schema, found['rules'], ''.join('; ' + f for f in found['faults'])))
    # a fault that is put in is found
    check(any(f.startswith('image-alt') for f in findings(browser, axe, page.replace('</main>', '<img src="x"></main>'))['faults']),
          'axe-core finds a picture without a text')
    sys.exit(1 if failures else 0)


main()
