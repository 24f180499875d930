#!/usr/bin/env python3
"""Compile the marked-up reports of the test corpus to plain texts and annotations.

usage: build.py [--gazetteer FOLDER] [--check] [dev] [heldout] [unseen] [blind]

Reads FOLDER/marked/*.txt; writes FOLDER/texts/*.txt, FOLDER/mentions.json,
FOLDER/events.json and FOLDER/dates.json. With --check nothing is written: it
fails if a written file differs from what the markup gives. Every place id must
be known from the gazetteer's tables (data/gazetteer) or begin with "x-" (a place
elsewhere that the tables need not hold).

The markup is explained in README.md.
"""
import argparse, csv, datetime, json, pathlib, re, sys

HERE = pathlib.Path(__file__).resolve().parent
GAZETTEER = HERE.parent.parent / 'data' / 'gazetteer'

ROLES = {'': 'event_location', 'c': 'context', 'b': 'background', 'k': 'control_area', 'o': 'attack_origin',
         'd': 'dateline', 's': 'source_location', 'a': 'actor_metonymy', 'g': 'embedded_org', 'x': 'boilerplate'}

TYPES = {
    'AIR': ('Explosions/Remote violence', 'Air/drone strike'),
    'SHELL': ('Explosions/Remote violence', 'Shelling/artillery/missile attack'),
    'IED': ('Explosions/Remote violence', 'Remote explosive/landmine/IED'),
    'SUICIDE': ('Explosions/Remote violence', 'Suicide bomb'),
    'GRENADE': ('Explosions/Remote violence', 'Grenade'),
    'CLASH': ('Battles', 'Armed clash'),
    'TAKEN': ('Battles', 'Non-state actor overtakes territory'),
    'REGAIN': ('Battles', 'Government regains territory'),
    'ATTACK': ('Violence against civilians', 'Attack'),
    'ABDUCT': ('Violence against civilians', 'Abduction/forced disappearance'),
    'ARREST': ('Strategic developments', 'Arrests'),
    'LOOT': ('Strategic developments', 'Looting/property destruction'),
    'HANDOVER': ('Strategic developments', 'Non-violent transfer of territory'),
    'AGREE': ('Strategic developments', 'Agreement'),
    'WEAPONS': ('Strategic developments', 'Disrupted weapons use'),
    'PROTEST': ('Protests', 'Peaceful protest'),
    'FIRE-ON-PROTEST': ('Protests', 'Excessive force against protesters'),
    'NONE': ('none', 'control statement'),
}

ACTORS = {
    'IS': 'Islamic State (ISIS)', 'GOV': 'Syrian government forces', 'GAF': 'Syrian government air force',
    'PRO': 'Pro-government militias', 'NDF': 'National Defence Forces', 'RAF': 'Russian Air Force',
    'RUS': 'Russian forces', 'COA': 'International coalition', 'SDF': 'Syrian Democratic Forces',
    'FSA': 'Free Syrian Army', 'NUS': 'Jabhat al-Nusra', 'REB': 'Opposition groups',
    'IRN': 'Iranian-backed militias', 'CIV': 'Civilians', 'UNK': 'Unidentified armed group',
    'UNKAIR': 'Unidentified warplanes', 'IRQ': 'Iraqi government forces', 'IRQAF': 'Iraqi Air Force',
    'TUR': 'Turkish forces', 'ISR': 'Israeli Air Force', 'YPG': 'YPG',
}

SIDES = {'civilian', 'government', 'isis', 'opposition', 'sdf', 'coalition', 'russian', 'iraqi', 'turkish', 'total',
         'unspecified (both sides)'}

STATUS = {'new', 'background', 'restatement', 'optional', 'prior'}

KINDS = {'neighbourhood': 'district', 'landmark': 'facility', 'military': 'facility', 'housing area': 'district',
         'island': 'natural', 'river': 'natural', 'subdistrict': 'region'}

COUNTRIES = {'syria': 'country', 'iraq': 'country', 'russia': 'country', 'turkey': 'country', 'iran': 'country',
             'israel': 'country', 'united-states': 'country', 'lebanon': 'country', 'jordan': 'country'}

WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
WEEKDAYS_AR = ['الاثنين', 'الثلاثاء', 'الأربعاء', 'الخميس', 'الجمعة', 'السبت', 'الأحد']

TOKEN = re.compile(r'\[(?P<text>[^\[\]|]+)\|(?P<id>[a-z0-9-]+)(?:\|(?P<role>[a-z]))?\]'
                   r'|<(?P<close>/?)(?P<event>[EBRO]\d+)(?P<plus>\+?)>')


class Gazetteer:
    """Known place ids, their kind, and whether they lie in the governorate."""

    def __init__(self, folder):
        self.rows = {}
        for table in ('places.tsv', 'outside.tsv'):
            with open(folder / table, encoding='utf-8', newline='') as lines:
                self.rows |= {r['id']: r for r in csv.DictReader(lines, delimiter='\t', quoting=csv.QUOTE_NONE)}

    def inside(self, place):
        seen = set()
        while place in self.rows and place not in seen:
            if place == 'dez-gov':
                return True
            seen.add(place)
            place = self.rows[place]['parent']
        return False

    def kind(self, place):
        if place in self.rows:
            kind = self.rows[place]['kind']
            return KINDS.get(kind, kind)
        if place in COUNTRIES:
            return COUNTRIES[place]
        if place.startswith('x-'):
            return 'other'
        raise ValueError(f'unknown place id {place!r}')


def strip_markup(marked):
    """The plain text, the mentions and the event spans of one marked text."""
    out, at, mentions, open_spans, spans = [], 0, [], {}, []
    last = 0

    def put(piece):
        nonlocal at
        piece = piece.replace('¬', '\u00a0')
        out.append(piece)
        at += len(piece)

    for m in TOKEN.finditer(marked):
        put(marked[last:m.start()])
        last = m.end()
        if m['text']:
            start = at
            put(m['text'])
            mentions.append((start, at, m['id'], ROLES[m['role'] or '']))
        elif not m['close']:
            open_spans[m['event'] + m['plus']] = at
        else:
            key = m['event'] + m['plus']
            spans.append((m['event'], bool(m['plus']), open_spans.pop(key), at))
    put(marked[last:])
    if open_spans:
        raise ValueError(f'spans never closed: {sorted(open_spans)}')
    text = ''.join(out)
    if re.search(r'[<>|¬]', text):
        raise ValueError(f'markup left in the text: {re.search(".{0,30}[<>|¬].{0,30}", text)[0]!r}')
    return text, mentions, spans


def figure(toll, letter):
    """`k7` -> (7, 7), `k7+` -> (7, None), `k7-9` -> (7, 9); (None, None) when not given."""
    m = re.search(rf'(?<!\S){letter}(\d+)(\+|-\d+)?(?!\S)', toll)
    if not m:
        return None, None
    low = int(m[1])
    if not m[2]:
        return low, low
    return low, None if m[2] == '+' else int(m[2][1:])


def quoted(field):
    m = re.search(r'"(.*)"', field)
    return m[1].replace('¬', '\u00a0') if m else ''


def as_written(quote, text):
    """The quoted words in the text's own capitals; fails when the text does not have them."""
    pieces = []
    for piece in quote.split(' ... '):
        at = text.lower().find(piece.lower())
        if at < 0:
            raise ValueError(f'{piece!r} is not in the text')
        pieces.append(text[at:at + len(piece)])
    return ' ... '.join(pieces)


def check_weekday(edtf, date_text):
    """A stated weekday must agree with the coded day, or with the first or last day of an interval."""
    days = [datetime.date.fromisoformat(d) for d in re.findall(r'\d{4}-\d\d-\d\d', edtf)]
    if not days:
        return
    fitting = {d.weekday() for d in days}
    for n, (english, arabic) in enumerate(zip(WEEKDAYS, WEEKDAYS_AR)):
        if (english in date_text.lower() or arabic in date_text) and n not in fitting:
            raise ValueError(f'{edtf} does not fall on the day of {date_text!r}')


def event(line, file, text, mentions, spans):
    head, *fields = [f.strip() for f in line.split(';')]
    name, status = head.split()
    if status not in STATUS:
        raise ValueError(f'status {status!r}')
    kind = TYPES[fields[0]]
    given = {}
    in_aoi = True
    for f in fields[1:]:
        if f == 'out':
            in_aoi = False
        else:
            key, _, value = f.partition(':')
            given[key.strip()] = value.strip()
    unknown = set(given) - {'by', 'on', 'at', 'when', 'toll', 'says', 'merge', 'note'}
    if unknown:
        raise ValueError(f'{name}: unknown fields {unknown}')
    actors = lambda key: [ACTORS.get(a.strip(), a.strip()) for a in given.get(key, '').split(',') if a.strip()]
    mine = [s for s in spans if s[0] == name]
    excerpts = [(a, b) for _, plus, a, b in mine if not plus]
    support = [(a, b) for _, plus, a, b in mine if plus]
    if len(excerpts) != 1:
        raise ValueError(f'{name}: {len(excerpts)} excerpts')
    slice_ = lambda ab: {'start': ab[0], 'end': ab[1], 'text': text[ab[0]:ab[1]]}
    where = []
    for place in given.get('at', '').split():
        named = [m for m in mentions if m[2] == place]
        if not named:
            raise ValueError(f'{name}: no mention of {place}')
        inside = [m for m in named for a, b in excerpts + support if a <= m[0] and m[1] <= b]
        m = (inside or named)[0]
        where.append({'as_spelled': text[m[0]:m[1]], 'canonical_id': place})
    when = given.get('when', '')
    date_text = as_written(quoted(when), text)
    edtf = when.split('"')[0].strip()
    check_weekday(edtf, date_text)
    tolls = []
    for toll in given.get('toll', '').split('/') if given.get('toll') else []:
        side = toll.split('"')[0].strip()
        side = re.split(r'\s(?=(?:kw|[kwc])\d)', side)[0]
        if side not in SIDES:
            raise ValueError(f'{name}: side {side!r}')
        figures = ' ' + toll.split('"')[0]
        record = {'category': side}
        for key, letter in (('killed', 'k'), ('wounded', 'w'), ('killed_or_wounded', 'kw'), ('abducted', 'c')):
            low, high = figure(figures, letter)
            if low is not None or key in ('killed', 'wounded'):
                record[f'{key}_min'], record[f'{key}_max'] = low, high
        record['as_stated'] = as_written(quoted(toll), text)
        tolls.append(record)
    number = file.split('_')[0]
    e = {'id': f'{number}-{name}', 'file': file, 'status': status, 'in_aoi': in_aoi,
         'event_type': kind[0], 'sub_event_type': kind[1], 'attacker': actors('by'), 'target': actors('on'),
         'places': where, 'date': {'date_text': date_text, 'edtf_given_pubdate': edtf}, 'casualties': tolls,
         'attribution': given.get('says', ''), 'excerpt': slice_(excerpts[0]), 'support': [slice_(s) for s in support]}
    if 'note' in given:
        e['note'] = given['note']
    if 'merge' in given:
        e['merge_ok_with'] = [f'{number}-{m}' for m in given['merge'].split()]
    return e


def compile_folder(folder, gazetteer):
    """All files of one half of the corpus: {path: content}."""
    files, mentions_out, events_out, dates = {}, [], [], {}
    for path in sorted((folder / 'marked').glob('*.txt')):
        try:
            header, _, marked = path.read_text(encoding='utf-8').partition('\n---\n')
            lines = [l for l in header.split('\n') if l.strip()]
            published = lines[0].removeprefix('published:').strip()
            text, mentions, spans = strip_markup(marked.removesuffix('\n'))
            number = path.name.split('_')[0]
            for n, (a, b, place, role) in enumerate(mentions, 1):
                mentions_out.append({'file': path.name, 'id': f'{number}-M{n:02}', 'start': a, 'end': b, 'text': text[a:b],
                                     'canonical_id': place, 'kind': gazetteer.kind(place), 'role': role,
                                     'in_aoi': gazetteer.inside(place)})
            events = [event(l, path.name, text, mentions, spans) for l in lines[1:]]
            extra = {s[0] for s in spans} - {e['id'].split('-')[1] for e in events}
            if extra:
                raise ValueError(f'spans without an event: {extra}')
            known = {e['id'] for e in events}
            for e in events:
                if set(e.get('merge_ok_with', [])) - known:
                    raise ValueError(f"{e['id']}: merges with an unknown event")
            events_out += events
        except (ValueError, KeyError) as error:
            raise SystemExit(f'{path}: {error}')
        if published:
            datetime.date.fromisoformat(published)
            dates[path.name] = published
        files[folder / 'texts' / path.name] = text
    as_json = lambda value: json.dumps(value, ensure_ascii=False, indent=1) + '\n'
    offsets = '0-based Unicode scalar values, end exclusive, raw file text'
    files[folder / 'mentions.json'] = as_json({'schema': 'mentions/1', 'offsets': offsets, 'mentions': mentions_out})
    files[folder / 'events.json'] = as_json({'schema': 'events/1', 'offsets': offsets, 'events': events_out})
    files[folder / 'dates.json'] = as_json(dates)
    for m in mentions_out:
        assert files[folder / 'texts' / m['file']][m['start']:m['end']] == m['text']
    return files, mentions_out, events_out


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('halves', nargs='*', default=['dev', 'heldout', 'unseen', 'blind'])
    parser.add_argument('--gazetteer', type=pathlib.Path, default=GAZETTEER)
    parser.add_argument('--check', action='store_true')
    a = parser.parse_args()
    gazetteer = Gazetteer(a.gazetteer)
    stale = []
    for half in a.halves:
        files, mentions, events = compile_folder(HERE / half, gazetteer)
        for left_over in set((HERE / half / 'texts').glob('*.txt')) - set(files):
            stale.append(left_over)
            if not a.check:
                left_over.unlink()
        for path, content in files.items():
            data = content.encode('utf-8')
            if a.check:
                if not path.exists() or path.read_bytes() != data:
                    stale.append(path)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        print(f'{half}: {len(files) - 3} texts, {len(mentions)} mentions, {len(events)} events')
    if stale and a.check:
        sys.exit('out of date: ' + ', '.join(str(p.relative_to(HERE)) for p in stale))


if __name__ == '__main__':
    main()
