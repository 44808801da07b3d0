package data

import (
	"slices"
	"strings"

	"paperboy/data/text"
)

const (
	// sameAbstract is the overlap from which two abstracts are one text.
	sameAbstract = 0.9
	// likeAbstract is the overlap that two records must have which have only a
	// surname in common, the given names being others, or the other authors.
	likeAbstract = 0.7
	// otherAbstract is the overlap below which they are of different papers,
	// such as the yearly reports of one group: versions of one paper overlap by
	// more, but for 1 in 1,533 pairs of ACL and arXiv (a translation).
	otherAbstract = 0.4
	// minAbstractWords is the least that an abstract must have to tell.
	minAbstractWords = 20
	// maxYearsApart bounds the time between two records whose abstracts cannot
	// be compared: from preprint to journal. Where they can be, dates are not
	// asked: old papers are put on arXiv late, up to 14 years in the ACL Anthology.
	maxYearsApart = 3
	// tellingTitle is how many letters a title has that hardly two papers of one
	// author share by chance, so that one common author is enough.
	tellingTitle = 40
)

// SamePaper reports whether two papers without a common id are nevertheless one,
// by their titles, and names what they have in common. Their title keys (text.TitleKey) must be
// equal, and then speak for it, from strong to weak:
//
//   - the authors: half of the shorter list, or one author and a long title;
//     the abstracts then must not say different things (overlap below 0.4), and
//     where they cannot be compared the years must be near;
//   - a surname alone: the abstracts must overlap by 0.7;
//   - no names on one side: the abstracts must overlap by 0.9.
//
// Against it speak ids of one catalogue that differ (see DistinctIDs); and, unless
// the abstracts overlap by 0.9, DOIs of two publishers, since an extended version
// in a journal is another paper, another year where the title is one that is given
// every year, and a sign that the key does not hold, as in "EvTexture++" and "C#".
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
	case people >= 0.5 || people > 0 && len(key) >= tellingTitle:
		ok = known && common >= otherAbstract || !known && yearsApart(a.Date, b.Date) <= maxYearsApart
	case surname:
		ok = known && common >= likeAbstract
	}
	if ok {
		reason = "same title and author"
	}
	return reason, ok
}

// SameContent reports whether two papers whose titles and abstracts have the same
// letters are one. An abstract that is long enough says so; without one, the authors
// must not be others, nor the years far apart; and a title that says nothing needs
// the same year and venue, where they are known.
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

// PostedTwice reports whether two papers of one catalogue that have a DOI in common
// are one, posted twice: title, people and abstract are the same. The DOI alone does
// not say so, for an author gives a thesis the DOI of the article in it, and five
// discussions of a paper have that of their issue.
func PostedTwice(a, b Paper) bool {
	people, _ := commonAuthors(a.Authors, b.Authors)
	common, known := overlap(a.Abstract, b.Abstract)
	key := text.TitleKey(a.Title)
	return key != "" && key == text.TitleKey(b.Title) && people >= 0.5 && known && common >= sameAbstract
}

// yearsApart is 0 where a year is unknown.
func yearsApart(a, b Date) int {
	if a.IsZero() || b.IsZero() {
		return 0
	}
	return max(a.Year-b.Year, b.Year-a.Year)
}

// sameYear reports that both years are known, and one.
func sameYear(a, b Date) bool { return !a.IsZero() && a.Year == b.Year }

// catalogues give each paper one id, and know better than a title.
var catalogues = []string{SchemeArXiv, SchemeACL, "pmid", "pmcid"}

// preprintRegistrants give DOIs to preprints and deposits, each version its own:
// they do not say that a publisher's DOI is of another paper.
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

// DistinctIDs reports that one catalogue lists two papers under different ids:
// arXiv, the ACL Anthology, PubMed, or a publisher by its DOIs.
func DistinctIDs(a, b []ID) bool {
	for _, scheme := range catalogues {
		if apart(a, b, func(id ID) bool { return id.Scheme() == scheme }) {
			return true
		}
	}
	return slices.ContainsFunc(a, func(id ID) bool {
		registrant := publisher(id)
		return registrant != "" && apart(a, b, func(id ID) bool { return publisher(id) == registrant })
	})
}

// publishedTwice reports that two papers have publishers' DOIs, and none in common.
func publishedTwice(a, b []ID) bool {
	return apart(a, b, func(id ID) bool { return publisher(id) != "" })
}

// apart reports that both a and b have ids of a kind, and none in common.
func apart(a, b []ID, isOfKind func(ID) bool) bool {
	return slices.ContainsFunc(a, isOfKind) && slices.ContainsFunc(b, isOfKind) &&
		!slices.ContainsFunc(a, func(id ID) bool { return isOfKind(id) && slices.Contains(b, id) })
}

// publisher is the registrant of a publisher's DOI, "" for any other id.
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

// overlap is the part of the shorter abstract's words, each as often as it
// stands there, that the other has too, so that a cut copy overlaps fully. It is
// not known where the shorter has too few words to tell.
func overlap(a, b string) (part float64, known bool) {
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
