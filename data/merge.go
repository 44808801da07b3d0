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

// sourceSample is the source of the copy of a page that ships with Paperboy.
const sourceSample = "sample"

// SourcePDF is the source of what was read from the PDF of a paper.
const SourcePDF = "pdf"

// Merge returns the paper that the records describe. The result does not depend on the order
// of the records, and duplicates of a record change nothing. The rules are in the table
// Fields:
//
//   - An edit is final: if there are records with the source "edit", all fields come from
//     the newest of them, even empty ones. Identity and provenance still come from all
//     records.
//   - ID: the first of all ids by scheme (arXiv, ACL, DOI, any other, content hash), and the
//     oldest record's among equals. Foreign ids are claimed by a record but belong to
//     another paper; they are ignored.
//   - Title, abstract, venue: the richest text, which has the most letters and digits (a
//     truncated text has fewer). Among equals, that of the better source (one that
//     identifies its papers, before the shipped copy of a page), then the longer, which has
//     kept its markup.
//   - Authors: the longest list, but editors only where no source names authors; among equals, one
//     that does not end in "et al.".
//     AuthorCount: the largest, but unknown if a list that ends in "et al." is longer.
//   - Date: see MergeDates. FeaturedDays: those of all records. Featured: the newest of them.
//   - Upvotes, comments, stars: those of the record that was observed last, because they
//     change. Organization, repository, AI summary and AI keywords: those of the newest.
//   - What was read from a PDF counts only where no other record states a field, because a PDF
//     may print the id of another paper, and its title is often guessed.
//   - Type: the oldest, but that of a publication before that of a preprint; unknown if a record
//     without a type says where a preprint was published. Editors: the longest
//     list. Citation key: the oldest. Groups: those of all records that are among the authors or
//     editors.
//   - Observations: those of all records, even if there is an edit, see UniteObservations.
//   - DOI: that of the oldest record, but a publisher's before arXiv's own.
//   - Categories, URLs, Sources: all of them, oldest first.
//
// Added and Updated stay zero: the store sets them. Without records, Merge returns the zero
// Paper. Explain returns which record each field came from.
func Merge(records []Record, foreign ...ID) Paper {
	if len(records) == 0 {
		return Paper{}
	}
	records = sorted(records)
	_, fields := final(records)
	p := merged(fields)
	p.ID = canonicalID(records, foreign)
	p.Sources = mergeSources(records)
	p.Observations = mergeObservations(records)
	return p
}

// sorted returns the records from the oldest to the newest, and those of the same time by
// source and content.
func sorted(records []Record) []Record {
	records = slices.Clone(records)
	slices.SortFunc(records, compareAge)
	return records
}

// compareAge compares records by their time, and those of the same time by source and content.
func compareAge(a, b Record) int {
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

// final returns the sorted records that the fields come from, which is either the newest
// edit alone or all records, and the index of the first of them.
func final(records []Record) (begin int, fields []Record) {
	for i := len(records) - 1; i >= 0; i-- {
		if records[i].Origin.Source == SourceEdit {
			return i, records[i : i+1]
		}
	}
	return 0, records
}

// merged returns the merged paper without identity and provenance. The records are sorted.
func merged(records []Record) Paper {
	var p Paper
	for i := range Fields {
		f := &Fields[i]
		switch chosen := f.chosen(records); {
		case f.days != nil:
			for i := range records {
				p.addFeatured(*f.days(&records[i].Paper)...)
			}
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
	if len(p.Authors) > 0 && !slices.ContainsFunc(records, func(r Record) bool { return len(r.Paper.Authors) > 0 && !r.Paper.IsByEditors() }) {
		p.Authors = p.Editors // one list, even if sources write the names in several ways
	}
	p.normalizeFeatured()
	p.Authors = append([]string{}, p.Authors...)
	p.AIKeywords = append([]string{}, p.AIKeywords...)
	p.tidyGroups()
	if p.AuthorCount != nil && *p.AuthorCount < len(p.Authors) {
		p.AuthorCount = nil // the longer list is incomplete itself
	}
	return p
}

// chosen returns the index of the record that the field comes from, or of the first of
// several, or -1 if no record states it. The records are sorted.
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
	case (a.Origin.Source == SourcePDF) != (b.Origin.Source == SourcePDF):
		return b.Origin.Source == SourcePDF
	case f.better != nil:
		return f.better(a, b)
	case f.text != nil:
		return isRicher(*f.text(&a.Paper), *f.text(&b.Paper), a, b)
	}
	return false
}

// chooseDate returns the index of the first record with the merged date, or -1.
func chooseDate(records []Record) int {
	dates := make([]Date, len(records))
	for i := range records {
		dates[i] = records[i].Paper.Date
	}
	date := MergeDates(dates...)
	return slices.IndexFunc(records, func(r Record) bool { return r.Paper.Date == date && !date.IsZero() })
}

// isNewer makes a field come from the newest record: a is always newer than b.
func isNewer(_, _ *Record) bool { return true }

// isObservedLater makes a number come from the record that was observed last, which may be an
// older copy of a page that was read later.
func isObservedLater(a, b *Record) bool { return !a.lastObserved().Before(b.lastObserved()) }

// hasBetterDOI reports whether b has a DOI that arXiv assigned, and a has another.
func hasBetterDOI(a, b *Record) bool { return isArXivDOI(b.Paper.DOI) && !isArXivDOI(a.Paper.DOI) }

func isArXivDOI(doi string) bool { return strings.HasPrefix(doi, arXivDOI) }

// isRicher reports whether textA of record a is richer than textB of record b.
func isRicher(textA, textB string, a, b *Record) bool {
	return cmp.Or(
		cmp.Compare(countLetters(textA), countLetters(textB)),
		cmp.Compare(sourceRank(a), sourceRank(b)),
		cmp.Compare(len(textA), len(textB)),
	) > 0
}

// countLetters returns the number of letters and digits in a text.
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
		cmp.Compare(namesAuthors(a), namesAuthors(b)),
		cmp.Compare(len(a.Paper.Authors), len(b.Paper.Authors)),
		cmp.Compare(complete(a), complete(b)),
		cmp.Compare(sourceRank(a), sourceRank(b)),
	) > 0
}

// hasHigherCount reports whether a states more authors than b. Editors count only if no source names
// authors.
func hasHigherCount(a, b *Record) bool {
	return cmp.Or(
		cmp.Compare(namesAuthors(a), namesAuthors(b)),
		cmp.Compare(*a.Paper.AuthorCount, *b.Paper.AuthorCount),
	) > 0
}

// namesAuthors returns 0 if the authors of a record are editors, and otherwise 1.
func namesAuthors(r *Record) int {
	if r.Paper.IsByEditors() {
		return 0
	}
	return 1
}

// sourceRank returns 1 if the record's source identifies its papers, and 0 if it only has
// texts.
func sourceRank(r *Record) int {
	if r.Origin.Source == sourceSample || r.Paper.ID.Scheme() == SchemeContent {
		return 0
	}
	return 1
}

// A finer date may begin up to dateSlackDays days after the end of a coarser one and still
// refer to the same event, such as proceedings of July that go online in August. A later
// date refers to another event, so the earlier one is that of the first publication.
const dateSlackDays = 31

// MergeDates returns the date of first publication, given the dates of several sources. Among
// dates of the same precision the earliest wins. A finer date wins over a coarser one unless
// it begins more than 31 days after the end of the coarser one.
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

// canonicalID returns the best id of the sorted records, or the content hash of the oldest if
// they claim only foreign ids.
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
		return records[0].ContentID()
	}
	return best
}

func schemeRank(id ID) int {
	i := slices.Index([]string{SchemeArXiv, SchemeACL, SchemeDOI, "", SchemeContent}, id.Scheme())
	if i < 0 {
		i = 3 // an unknown scheme ranks like a bare id
	}
	return i
}

// mergeSources returns the provenance of all records, including that of the records they were
// exported from, oldest first.
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
