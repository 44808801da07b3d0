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
//     hash; among equals the one of the oldest record.
//   - Title, abstract, venue: the richest text, which has the most letters and
//     digits (a cut text has fewer); among equals the better source's (one that
//     names its papers before the shipped text copy), then the longer, which has
//     kept its markup.
//   - Authors: the longest list. AuthorCount: the largest.
//   - Date: see MergeDates. Featured: the earliest.
//   - Upvotes, comments: the newest record that knows them, for they change.
//   - DOI: the oldest record's, a publisher's before arXiv's own.
//   - Categories, URLs, Sources: all of them, oldest first.
//
// Added and Updated are left zero; they are the store's. Merge of no records is
// the zero Paper.
func Merge(records []Record) Paper {
	if len(records) == 0 {
		return Paper{}
	}
	records = slices.Clone(records)
	slices.SortFunc(records, compareRecords)

	fields := records
	if i := slices.IndexFunc(records, isEdit); i >= 0 {
		for j := i; j < len(records); j++ {
			if isEdit(records[j]) {
				i = j
			}
		}
		fields = records[i : i+1]
	}
	p := mergeFields(fields)
	p.ID = canonicalID(records)
	p.Sources = mergeSources(records)
	return p
}

func isEdit(r Record) bool { return r.Origin.Source == SourceEdit }

// compareRecords orders records from the oldest to the newest, and those of one
// moment by where they came from and what they say.
func compareRecords(a, b Record) int {
	return cmp.Or(
		a.Origin.Fetched.Compare(b.Origin.Fetched),
		cmp.Compare(a.Origin.Source, b.Origin.Source),
		cmp.Compare(a.Origin.Location, b.Origin.Location),
		cmp.Compare(a.Entry, b.Entry),
		cmp.Compare(a.Paper.ID, b.Paper.ID),
		cmp.Compare(a.Paper.Title, b.Paper.Title),
		cmp.Compare(a.Paper.Abstract, b.Paper.Abstract),
	)
}

// mergeFields takes everything but identity and provenance from records, which
// are ordered from the oldest to the newest.
func mergeFields(records []Record) Paper {
	p := Paper{Authors: []string{}, Categories: []string{}, URLs: []string{}}
	var title, abstract, venue bestText
	var dates []Date
	rank := -1
	for _, r := range records {
		q := r.Paper
		title.offer(r, q.Title)
		abstract.offer(r, q.Abstract)
		venue.offer(r, q.Venue)
		dates = append(dates, q.Date)
		if len(q.Authors) > len(p.Authors) || len(q.Authors) == len(p.Authors) && sourceRank(r) > rank {
			p.Authors, rank = q.Authors, sourceRank(r)
		}
		if q.AuthorCount != nil && (p.AuthorCount == nil || *q.AuthorCount > *p.AuthorCount) {
			p.AuthorCount = q.AuthorCount
		}
		if !q.Featured.IsZero() && (p.Featured.IsZero() || q.Featured.FirstDay() < p.Featured.FirstDay()) {
			p.Featured = q.Featured
		}
		p.Upvotes = cmp.Or(q.Upvotes, p.Upvotes)
		p.Comments = cmp.Or(q.Comments, p.Comments)
		if p.DOI == "" || isArXivDOI(p.DOI) && q.DOI != "" && !isArXivDOI(q.DOI) {
			p.DOI = q.DOI
		}
		p.Categories = append(p.Categories, q.Categories...)
		p.URLs = append(p.URLs, q.URLs...)
	}
	p.Title, p.Abstract, p.Venue = title.text, abstract.text, venue.text
	p.Date = MergeDates(dates...)
	p.Authors = append([]string{}, p.Authors...)
	p.Categories = distinct(p.Categories)
	p.URLs = distinct(p.URLs)
	return p
}

func isArXivDOI(doi string) bool { return strings.HasPrefix(doi, "10.48550/arxiv.") }

// bestText keeps the richest of the texts offered to it.
type bestText struct {
	text          string
	letters, rank int
}

func (b *bestText) offer(r Record, text string) {
	letters, rank := countLetters(text), sourceRank(r)
	better := cmp.Or(cmp.Compare(letters, b.letters), cmp.Compare(rank, b.rank), cmp.Compare(len(text), len(b.text)))
	if better > 0 {
		*b = bestText{text, letters, rank}
	}
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

// sourceRank tells a source that names its papers from one that shows text.
func sourceRank(r Record) int {
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
func canonicalID(records []Record) ID {
	var best ID
	for i := range records {
		for _, id := range records[i].IDs() {
			if best == "" || schemeRank(id) < schemeRank(best) {
				best = id
			}
		}
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
