package data

import (
	"slices"
	"strings"

	"paperboy/data/text"
)

const (
	// sameAbstract is the overlap from which two abstracts are the same text.
	sameAbstract = 0.9
	// likeAbstract is the overlap required of two papers whose authors have only surnames in
	// common.
	likeAbstract = 0.7
	// otherAbstract is the overlap below which two papers are different, such as the yearly
	// reports of a group. Versions of a paper overlap by more, except for 1 in 1,533 pairs
	// of ACL and arXiv (a translation).
	otherAbstract = 0.4
	// minAbstractWords is the number of words that an abstract needs to be compared.
	minAbstractWords = 20
	// maxYearsApart bounds the time between two papers whose abstracts can't be compared. It
	// allows for the time from preprint to journal. If they can be compared, dates are
	// ignored: old papers are put on arXiv late, after up to 14 years in the ACL Anthology.
	maxYearsApart = 3
	// distinctiveTitle is the number of letters from which a title is so long that two
	// papers of one author hardly share it by chance, so that one common author is enough.
	distinctiveTitle = 40
)

// SamePaper reports whether two papers without a common id are the same, and why. Their title
// keys (text.TitleKey) must be equal, and one of the following must hold:
//
//   - The papers share half of the shorter list of authors, or one author and a long title.
//     The abstracts must then overlap by at least 0.4 or, if they can't be compared, the
//     years must be close.
//   - They share only a surname, and the abstracts overlap by at least 0.7.
//   - One of them has no authors, and the abstracts overlap by at least 0.9.
//
// Two papers are different if one catalogue has different ids for them (see DistinctIDs).
// Unless the abstracts overlap by at least 0.9, they are also different if they have DOIs of
// two publishers, since an extended version in a journal is another paper; if their years
// differ and the title is one that recurs every year; and if the titles differ in a sign that
// the key lacks, as in "EvTexture++" and "C#".
func SamePaper(a, b Paper) (reason string, ok bool) {
	key := text.TitleKey(a.Title)
	if key == "" || key != text.TitleKey(b.Title) {
		return "", false
	}
	idsA, idsB := (&Record{Paper: a}).IDs(), (&Record{Paper: b}).IDs()
	if DistinctIDs(idsA, idsB) {
		return "", false
	}
	common, known := overlap(a.Abstract, b.Abstract)
	isOneText := known && common >= sameAbstract
	if !isOneText && (publishedTwice(idsA, idsB) || isRecurring(a.Title) && !sameYear(a.Date, b.Date) || titleSigns(a.Title) != titleSigns(b.Title)) {
		return "", false
	}
	if len(a.Authors) == 0 || len(b.Authors) == 0 {
		if isOneText {
			reason = "same title and abstract"
		}
		return reason, isOneText
	}
	switch people, surname := commonAuthors(a.Authors, b.Authors); {
	case people >= 0.5 || people > 0 && len(key) >= distinctiveTitle:
		ok = known && common >= otherAbstract || !known && yearsApart(a.Date, b.Date) <= maxYearsApart
	case surname:
		ok = known && common >= likeAbstract
	}
	if ok {
		reason = "same title and author"
	}
	return reason, ok
}

// SameContent reports whether two papers whose titles and abstracts have the same letters are
// the same. They are if the abstract is long enough. Otherwise, as far as these are known,
// they must have an author in common and their years must be close; if the title is generic
// or recurs every year, year and venue must be the same.
func SameContent(a, b Paper) bool {
	if _, known := overlap(a.Abstract, b.Abstract); known {
		return true
	}
	if len(a.Authors) > 0 && len(b.Authors) > 0 {
		if people, _ := commonAuthors(a.Authors, b.Authors); people == 0 {
			return false
		}
	}
	if text.TitleKey(a.Title) == "" || isRecurring(a.Title) {
		return yearsApart(a.Date, b.Date) == 0 && (a.Venue == "" || b.Venue == "" || text.Normalize(a.Venue) == text.Normalize(b.Venue))
	}
	return yearsApart(a.Date, b.Date) <= maxYearsApart
}

// PostedTwice reports whether two papers of a catalogue that have a DOI in common are the
// same paper, posted twice: title, authors and abstract must agree. The DOI alone is not
// enough: authors give a thesis the DOI of an article in it, and five discussions of a paper
// had the DOI of their issue.
func PostedTwice(a, b Paper) bool {
	people, _ := commonAuthors(a.Authors, b.Authors)
	common, known := overlap(a.Abstract, b.Abstract)
	key := text.TitleKey(a.Title)
	return key != "" && key == text.TitleKey(b.Title) && people >= 0.5 && known && common >= sameAbstract
}

// yearsApart returns the number of years between two dates, or 0 if one is unknown.
func yearsApart(a, b Date) int {
	if a.IsZero() || b.IsZero() {
		return 0
	}
	return max(a.Year-b.Year, b.Year-a.Year)
}

// sameYear reports whether both years are known and equal.
func sameYear(a, b Date) bool { return !a.IsZero() && a.Year == b.Year }

// catalogues lists the schemes that give each paper a single id, which is more reliable than a
// title.
var catalogues = []string{SchemeArXiv, SchemeACL, "pmid", "pmcid"}

// preprintRegistrants lists registrants of DOIs for preprints and deposits. Each version may
// have its own DOI, so such a DOI doesn't distinguish a paper from one with another DOI.
var preprintRegistrants = []string{
	"10.48550", // arXiv
	"10.1101",  // bioRxiv, medRxiv
	"10.2139",  // SSRN
	"10.5281",  // Zenodo
	"10.6084",  // figshare
	"10.7287",  // PeerJ Preprints
	"10.13140", // ResearchGate
	"10.20944", // Preprints.org
	"10.21203", // Research Square
	"10.22541", // Authorea
	"10.26434", // ChemRxiv
	"10.31219", // OSF
	"10.31234", // PsyArXiv
	"10.36227", // TechRxiv
}

// DistinctIDs reports whether a catalogue has different ids for two papers: arXiv, the ACL
// Anthology, PubMed, or a publisher with its DOIs.
func DistinctIDs(a, b []ID) bool {
	for _, scheme := range catalogues {
		if areDisjoint(a, b, func(id ID) bool { return id.Scheme() == scheme }) {
			return true
		}
	}
	return slices.ContainsFunc(a, func(id ID) bool {
		registrant := publisher(id)
		return registrant != "" && areDisjoint(a, b, func(id ID) bool { return publisher(id) == registrant })
	})
}

// publishedTwice reports whether both papers have publishers' DOIs, and none in common.
func publishedTwice(a, b []ID) bool {
	return areDisjoint(a, b, func(id ID) bool { return publisher(id) != "" })
}

// areDisjoint reports whether both a and b have ids of a kind, and none in common.
func areDisjoint(a, b []ID, isOfKind func(ID) bool) bool {
	return slices.ContainsFunc(a, isOfKind) && slices.ContainsFunc(b, isOfKind) &&
		!slices.ContainsFunc(a, func(id ID) bool { return isOfKind(id) && slices.Contains(b, id) })
}

// publisher returns the registrant of a publisher's DOI, or "" for any other id.
func publisher(id ID) string {
	if id.Scheme() != SchemeDOI {
		return ""
	}
	registrant, _, _ := strings.Cut(string(id[len(SchemeDOI)+1:]), "/")
	if slices.Contains(preprintRegistrants, registrant) {
		return ""
	}
	return registrant
}

// overlap returns the share of the words of the shorter abstract, counted with repetitions,
// that the longer one has too. A truncated copy thus overlaps fully. known is false if the
// shorter abstract has too few words.
func overlap(a, b string) (share float64, known bool) {
	short, long := text.Words(a), text.Words(b)
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) < minAbstractWords {
		return 0, false
	}
	counts := make(map[string]int, len(long))
	for _, word := range long {
		counts[word]++
	}
	shared := 0
	for _, word := range short {
		if counts[word] > 0 {
			counts[word]--
			shared++
		}
	}
	return float64(shared) / float64(len(short)), true
}

// isRecurring reports whether a title is reused every year for a different paper, such as the
// report of a shared task, a workshop or a group. A title that contains a year is not.
func isRecurring(title string) bool {
	words := text.Words(title)
	recurring := len(words) > 0 && slices.Contains(reportWords, words[0])
	for i, word := range words {
		if len(word) == 4 && allDigits(word) && (word[:2] == "19" || word[:2] == "20") {
			return false
		}
		recurring = recurring || slices.Contains(gatheringWords, word) || word == "task" && i > 0 && words[i-1] == "shared"
	}
	return recurring
}

// reportWords lists words with which the title of a report begins.
var reportWords = []string{"editorial", "findings", "introduction", "lectures", "message", "news", "notes", "overview", "preface", "report", "results", "summary", "welcome"}

// gatheringWords lists words for regular events and publications.
var gatheringWords = []string{"annual", "bulletin", "newsletter", "proceedings", "quarterly", "symposium", "workshop", "yearbook", "yearly"}

// titleSigns returns the signs in a title that its key (text.TitleKey) lacks and that
// distinguish a work from its successor, as in "EvTexture++".
func titleSigns(title string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '+', '#', '≠':
			return r
		}
		return -1
	}, title)
}
