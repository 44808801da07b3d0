package data

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// SourceEdit is the source of a correction by a person.
const SourceEdit = "edit"

// sourceSample is the source of the shipped text copy of a page.
const sourceSample = "sample"

// Merge is the one paper that all records of it make together. It depends on
// the records, not on their order, and merging a record with itself changes
// nothing. The rules, field by field:
//
//   - A person's word is final: where records of the source "edit" are given, the
//     newest of them alone says all fields, empty ones too. Identity and
//     provenance still come from all.
//   - ID: of all identities the first by scheme, arXiv, ACL, DOI, any other, content
//     hash; among equals the one of the oldest record. Foreign ids are claimed by a
//     record and belong to another paper: they are no identity of this one.
//   - Title, abstract, venue: the richest text, which has the most letters and
//     digits (a cut text has fewer); among equals the better source's (one that
//     names its papers before the shipped text copy), then the longer, which has
//     kept its markup.
//   - Authors: the longest list; among equals one that does not end in "et al.".
//     AuthorCount: the largest, unknown where a list that ends so is longer.
//   - Date: see MergeDates. Featured: the earliest.
//   - Upvotes, comments: the newest record that knows them, for they change.
//   - DOI: the oldest record's, a publisher's before arXiv's own.
//   - Categories, URLs, Sources: all of them, oldest first.
//
// Added and Updated are left zero; they are the store's. Merge of no records is
// the zero Paper. Explain says which record each field came from.
func Merge(records []Record, foreign ...ID) Paper {
	if len(records) == 0 {
		return Paper{}
	}
	records = inOrder(records)
	_, fields := final(records)
	p := choose(fields).paper(fields)
	p.ID = canonicalID(records, foreign)
	p.Sources = mergeSources(records)
	return p
}

// inOrder is records from the oldest to the newest, and those of one moment by
// where they came from and what they say.
func inOrder(records []Record) []Record {
	records = slices.Clone(records)
	slices.SortFunc(records, func(a, b Record) int {
		return cmp.Or(
			a.Origin.Fetched.Compare(b.Origin.Fetched),
			cmp.Compare(a.Origin.Source, b.Origin.Source),
			cmp.Compare(a.Origin.Location, b.Origin.Location),
			cmp.Compare(a.Entry, b.Entry),
			cmp.Compare(a.Paper.ID, b.Paper.ID),
			cmp.Compare(a.Paper.Title, b.Paper.Title),
			cmp.Compare(a.Paper.Abstract, b.Paper.Abstract),
		)
	})
	return records
}

// final are those of ordered records that say the fields, the newest edit or all,
// and where among them they begin.
func final(records []Record) (begin int, fields []Record) {
	for i := len(records) - 1; i >= 0; i-- {
		if records[i].Origin.Source == SourceEdit {
			return i, records[i : i+1]
		}
	}
	return 0, records
}

// choices are which of the ordered records gives each field that one alone can
// give; -1 where none knows it.
type choices struct {
	title, abstract, venue, authors, authorCount, date, featured, upvotes, comments, doi int
}

func choose(records []Record) choices {
	pick := func(knows func(*Paper) bool, better func(a, b *Record) bool) int {
		best := -1
		for i := range records {
			if r := &records[i]; knows(&r.Paper) && (best < 0 || better(r, &records[best])) {
				best = i
			}
		}
		return best
	}
	text := func(of func(*Paper) string) int {
		return pick(func(p *Paper) bool { return of(p) != "" }, func(a, b *Record) bool { return isRicher(of(&a.Paper), of(&b.Paper), a, b) })
	}
	dates := make([]Date, len(records))
	for i := range records {
		dates[i] = records[i].Paper.Date
	}
	date := MergeDates(dates...)
	newer := func(*Record, *Record) bool { return true }
	return choices{
		title:    text(func(p *Paper) string { return p.Title }),
		abstract: text(func(p *Paper) string { return p.Abstract }),
		venue:    text(func(p *Paper) string { return p.Venue }),
		authors:  pick(func(p *Paper) bool { return len(p.Authors) > 0 }, hasMoreAuthors),
		authorCount: pick(func(p *Paper) bool { return p.AuthorCount != nil },
			func(a, b *Record) bool { return *a.Paper.AuthorCount > *b.Paper.AuthorCount }),
		date: pick(func(p *Paper) bool { return p.Date == date && !date.IsZero() }, func(a, b *Record) bool { return false }),
		featured: pick(func(p *Paper) bool { return !p.Featured.IsZero() },
			func(a, b *Record) bool { return a.Paper.Featured.FirstDay() < b.Paper.Featured.FirstDay() }),
		upvotes:  pick(func(p *Paper) bool { return p.Upvotes != nil }, newer),
		comments: pick(func(p *Paper) bool { return p.Comments != nil }, newer),
		doi: pick(func(p *Paper) bool { return p.DOI != "" },
			func(a, b *Record) bool { return isArXivDOI(b.Paper.DOI) && !isArXivDOI(a.Paper.DOI) }),
	}
}

// paper has everything but identity and provenance.
func (c choices) paper(records []Record) Paper {
	of := func(i int) *Paper {
		if i < 0 {
			return &Paper{}
		}
		return &records[i].Paper
	}
	p := Paper{
		Title: of(c.title).Title, Abstract: of(c.abstract).Abstract, Venue: of(c.venue).Venue,
		Authors: append([]string{}, of(c.authors).Authors...), AuthorCount: of(c.authorCount).AuthorCount,
		Date: of(c.date).Date, Featured: of(c.featured).Featured, Upvotes: of(c.upvotes).Upvotes, Comments: of(c.comments).Comments,
		DOI: of(c.doi).DOI,
	}
	if p.AuthorCount != nil && *p.AuthorCount < len(p.Authors) {
		p.AuthorCount = nil // the longer list is incomplete itself
	}
	for i := range records {
		p.Categories = append(p.Categories, records[i].Paper.Categories...)
		p.URLs = append(p.URLs, records[i].Paper.URLs...)
	}
	p.Categories, p.URLs = distinct(p.Categories), distinct(p.URLs)
	return p
}

func isArXivDOI(doi string) bool { return strings.HasPrefix(doi, "10.48550/arxiv.") }

// isRicher reports that the text of a record is better than another's.
func isRicher(text, than string, of, other *Record) bool {
	return cmp.Or(
		cmp.Compare(countLetters(text), countLetters(than)),
		cmp.Compare(sourceRank(of), sourceRank(other)),
		cmp.Compare(len(text), len(than)),
	) > 0
}

// countLetters is the number of letters and digits of a text.
func countLetters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			n++
		}
	}
	return n
}

func hasMoreAuthors(a, b *Record) bool {
	complete := func(r *Record) int {
		if slices.Contains(r.Origin.Warnings, WarnAuthorsIncomplete) {
			return 0
		}
		return 1
	}
	return cmp.Or(
		cmp.Compare(len(a.Paper.Authors), len(b.Paper.Authors)),
		cmp.Compare(complete(a), complete(b)),
		cmp.Compare(sourceRank(a), sourceRank(b)),
	) > 0
}

// sourceRank tells a source that names its papers from one that shows text.
func sourceRank(r *Record) int {
	if r.Origin.Source == sourceSample || r.Paper.ID.Scheme() == SchemeContent {
		return 0
	}
	return 1
}

// dateSlackDays is how far a finer date may lie behind the end of a coarser one
// and still be taken for the same event: a proceedings of July put on the net in
// August. Behind that it is another event, and the earlier is the first
// publication.
const dateSlackDays = 31

// MergeDates is the first publication as several sources date it. Among dates of
// one precision the earliest wins. A finer date wins over a coarser one unless
// it begins more than 31 days after the coarser one's end.
func MergeDates(dates ...Date) Date {
	var earliest [DayPrecision + 1]Date
	for _, d := range dates {
		e := &earliest[d.Precision()]
		if e.IsZero() || d.FirstDay() < e.FirstDay() {
			*e = d
		}
	}
	best := earliest[YearPrecision]
	for _, finer := range earliest[MonthPrecision:] {
		if !finer.IsZero() && (best.IsZero() || finer.FirstDay() <= best.LastDay()+dateSlackDays) {
			best = finer
		}
	}
	return best
}

// canonicalID is the best identity of records, which are ordered from the oldest.
// Where every one that they claim is foreign it is the hash of the oldest's content.
func canonicalID(records []Record, foreign []ID) ID {
	var best ID
	for i := range records {
		for _, id := range records[i].IDs() {
			if !slices.Contains(foreign, id) && (best == "" || schemeRank(id) < schemeRank(best)) {
				best = id
			}
		}
	}
	if best == "" {
		return records[0].contentID()
	}
	return best
}

func schemeRank(id ID) int {
	i := slices.Index([]string{SchemeArXiv, SchemeACL, SchemeDOI, "", SchemeContent}, id.Scheme())
	if i < 0 {
		i = 3 // an unknown scheme stands where a bare id does
	}
	return i
}

// mergeSources is the provenance of all records and of those that they were
// themselves exported from, oldest first.
func mergeSources(records []Record) []Provenance {
	sources := []Provenance{}
	for _, r := range records {
		for _, s := range append(slices.Clip(r.Paper.Sources), r.Origin) {
			if !slices.ContainsFunc(sources, func(known Provenance) bool { return reflect.DeepEqual(known, s) }) {
				sources = append(sources, s)
			}
		}
	}
	slices.SortStableFunc(sources, func(a, b Provenance) int { return a.Fetched.Compare(b.Fetched) })
	return sources
}
