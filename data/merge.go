package data

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// SourceEdit is the source of a person's correction.
const SourceEdit = "edit"

// sourceSample is the source of the shipped copy of a page.
const sourceSample = "sample"

// Merge returns the one paper that all records of it make together. The result depends on
// the records, not on their order, and merging a record with itself changes nothing. The
// rules are in the table Fields:
//
//   - An edit is final: if there are records of the source "edit", the newest of them alone
//     gives all fields, empty ones too. Identity and provenance still come from all records.
//   - ID: of all identities the first by scheme (arXiv, ACL, DOI, any other, content hash);
//     of equal ones that of the oldest record. Foreign ids are claimed by a record but
//     belong to another paper, so they do not identify this one.
//   - Title, abstract, venue: the richest text, which has the most letters and digits (a
//     text that was cut has fewer); of equal ones that of the better source (one that
//     identifies its papers, before the shipped copy of a page), then the longer, which has
//     kept its markup.
//   - Authors: the longest list; of equal ones one that does not end in "et al.".
//     AuthorCount: the largest, but unknown if a list that ends in "et al." is longer.
//   - Date: see MergeDates. Featured: the earliest.
//   - Upvotes, comments: the newest record that has them, because they change.
//   - DOI: the oldest record's, but a publisher's before arXiv's own.
//   - Categories, URLs, Sources: all of them, oldest first.
//
// Added and Updated stay zero: the store sets them. Merge of no records is the zero Paper.
// Explain says which record each field came from.
func Merge(records []Record, foreign ...ID) Paper {
	if len(records) == 0 {
		return Paper{}
	}
	records = sorted(records)
	_, fields := final(records)
	p := merged(fields)
	p.ID = canonicalID(records, foreign)
	p.Sources = mergeSources(records)
	return p
}

// sorted returns the records from the oldest to the newest, and those of one moment by
// source and content.
func sorted(records []Record) []Record {
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

// final returns the sorted records that give the fields, which is the newest edit or all
// of them, and the index of the first.
func final(records []Record) (begin int, fields []Record) {
	for i := len(records) - 1; i >= 0; i-- {
		if records[i].Origin.Source == SourceEdit {
			return i, records[i : i+1]
		}
	}
	return 0, records
}

// merged has everything but identity and provenance. The records are ordered.
func merged(records []Record) Paper {
	var p Paper
	for i := range Fields {
		f := &Fields[i]
		switch chosen := f.chosen(records); {
		case f.isSet:
			list := f.list(&p)
			for i := range records {
				*list = append(*list, *f.list(&records[i].Paper)...)
			}
			*list = distinct(*list)
		case chosen >= 0:
			f.Copy(&p, &records[chosen].Paper)
		}
	}
	p.Authors = append([]string{}, p.Authors...)
	if p.AuthorCount != nil && *p.AuthorCount < len(p.Authors) {
		p.AuthorCount = nil // the longer list is incomplete itself
	}
	return p
}

// chosen is the index of the record that gives the field, or of the first of those that do;
// -1 where none states it. The records are ordered.
func (f *Field) chosen(records []Record) int {
	if f.choose != nil {
		return f.choose(records)
	}
	best := -1
	for i := range records {
		if r := &records[i]; f.IsStated(&r.Paper) && (best < 0 || f.isBetter(r, &records[best])) {
			best = i
		}
	}
	return best
}

func (f *Field) isBetter(a, b *Record) bool {
	switch {
	case f.better != nil:
		return f.better(a, b)
	case f.text != nil:
		return isRicher(*f.text(&a.Paper), *f.text(&b.Paper), a, b)
	}
	return false
}

// chooseDate is the first record with the date that all of them make.
func chooseDate(records []Record) int {
	dates := make([]Date, len(records))
	for i := range records {
		dates[i] = records[i].Paper.Date
	}
	date := MergeDates(dates...)
	return slices.IndexFunc(records, func(r Record) bool { return r.Paper.Date == date && !date.IsZero() })
}

// isNewer lets the newest record give the field: a is always newer than b.
func isNewer(_, _ *Record) bool { return true }

// hasBetterDOI reports whether only b's DOI is the one that arXiv gives to every paper.
func hasBetterDOI(a, b *Record) bool { return isArXivDOI(b.Paper.DOI) && !isArXivDOI(a.Paper.DOI) }

func isArXivDOI(doi string) bool { return strings.HasPrefix(doi, "10.48550/arxiv.") }

// isRicher reports whether textA, which is of a, is better than textB, which is of b.
func isRicher(textA, textB string, a, b *Record) bool {
	return cmp.Or(
		cmp.Compare(countLetters(textA), countLetters(textB)),
		cmp.Compare(sourceRank(a), sourceRank(b)),
		cmp.Compare(len(textA), len(textB)),
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

// sourceRank is 1 for a source that identifies its papers, and 0 for one of texts.
func sourceRank(r *Record) int {
	if r.Origin.Source == sourceSample || r.Paper.ID.Scheme() == SchemeContent {
		return 0
	}
	return 1
}

// dateSlackDays is how many days after the end of a coarser date a finer one may be and
// still date the same event, such as proceedings of July that are put online in August. A
// later one dates another event, and the earlier date is the first publication.
const dateSlackDays = 31

// MergeDates returns the date of first publication, as several sources date it. Among dates
// of one precision the earliest wins. A finer date wins over a coarser one unless it begins
// more than 31 days after the end of the coarser one.
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

// canonicalID is the best identity of the sorted records, or the hash of the oldest one's
// content if all ids that they claim are foreign.
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
		i = 3 // an unknown scheme ranks as a bare id does
	}
	return i
}

// mergeSources is the provenance of all records, and of those that they were exported
// from, oldest first.
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
