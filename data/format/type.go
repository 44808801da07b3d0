package format

import (
	"cmp"
	"regexp"
	"strings"

	"paperboy/data"
)

// conference matches the names of conferences and workshops, but not those of journals that are
// called proceedings.
var conference = regexp.MustCompile(`(?i)\b(?:conference|workshop|symposium|annual meeting|proceedings of the \d+(?:st|nd|rd|th)|advances in neural information processing systems)\b|` +
	`^(?:AAAI|ACCV|AISTATS|BMVC|CIKM|COLM|COLT|CoRL|CVPR|ECCV|ECIR|ICASSP|ICCV|ICDM|ICLR|ICML|ICRA|IJCAI|INTERSPEECH|IROS|KDD|MICCAI|NeurIPS|NIPS|RecSys|SIGIR|SIGGRAPH|UAI|WACV|WSDM|WWW)\b`)

// anthologyJournal matches the Anthology's ids of its two journals, "Computational Linguistics" and
// "Transactions of the ACL".
var anthologyJournal = regexp.MustCompile(`^(?:[JQ]\d\d-|\d{4}\.(?:cl|tacl)-)`)

// TypeOf returns the type of a paper for reference managers, which have a kind of entry for each. If
// no source says the type, it is guessed from the id and the name of the venue. It is "" if neither
// suggests one.
func TypeOf(p data.Paper) data.Type {
	if p.Type != "" {
		return p.Type
	}
	venue := Container(p)
	anthology, isInAnthology := strings.CutPrefix(string(p.ID), data.SchemeACL+":")
	switch {
	case venue == "" && p.ID.Scheme() == data.SchemeArXiv:
		return data.TypePreprint
	case venue == "":
		return ""
	case isInAnthology && !anthologyJournal.MatchString(anthology), !isInAnthology && conference.MatchString(venue):
		return data.TypeConferencePaper
	}
	return data.TypeArticle
}

// HasSchool reports whether what formats and programs have as the publisher of a type is the
// institution that it was written at.
func HasSchool(t data.Type) bool { return t == data.TypeThesis || t == data.TypeReport }

// Container returns the title of the journal, proceedings or book that the paper is in, or else the
// name of its venue.
func Container(p data.Paper) string { return cmp.Or(p.Container, p.Venue) }

// ShortContainer returns the name of the venue if it is another one than the title of the container,
// or "".
func ShortContainer(p data.Paper) string {
	if p.Container == "" || p.Venue == p.Container {
		return ""
	}
	return p.Venue
}

// PageRange returns the first and the last page. last is "" if the pages are not a range, as for an
// article number or several ranges.
func PageRange(p data.Paper) (first, last string) {
	before, after, found := strings.Cut(p.Pages, "-")
	if !found || before == "" || after == "" || strings.ContainsAny(after, "-,;") || strings.ContainsAny(before, ",;") {
		return p.Pages, ""
	}
	return before, after
}

// ArXivNumber returns the number of a paper on arXiv, such as "2203.03850", or "".
func ArXivNumber(p data.Paper) string {
	number, ok := strings.CutPrefix(string(p.ID), data.SchemeArXiv+":")
	if !ok {
		return ""
	}
	return number
}
