package format

import (
	"regexp"
	"strings"

	"paperboy/data"
)

// Kind says how a paper was published. Reference managers have different types for these.
type Kind int

// The kinds.
const (
	// Unpublished papers have no venue and are on no preprint server that Paperboy knows.
	Unpublished Kind = iota
	// Preprint is a paper on arXiv without a venue.
	Preprint
	// Article is an article in a journal or another periodical.
	Article
	// ConferencePaper is a paper in the proceedings of a conference or workshop.
	ConferencePaper
)

// conference matches the names of conferences and workshops, but not those of journals that are
// called proceedings.
var conference = regexp.MustCompile(`(?i)\b(?:conference|workshop|symposium|annual meeting|proceedings of the \d+(?:st|nd|rd|th)|advances in neural information processing systems)\b|` +
	`^(?:AAAI|ACCV|AISTATS|BMVC|CIKM|COLM|COLT|CoRL|CVPR|ECCV|ECIR|ICASSP|ICCV|ICDM|ICLR|ICML|ICRA|IJCAI|INTERSPEECH|IROS|KDD|MICCAI|NeurIPS|NIPS|RecSys|SIGIR|SIGGRAPH|UAI|WACV|WSDM|WWW)\b`)

// anthologyJournal matches the Anthology's ids of its two journals, "Computational Linguistics" and
// "Transactions of the ACL".
var anthologyJournal = regexp.MustCompile(`^(?:[JQ]\d\d-|\d{4}\.(?:cl|tacl)-)`)

// KindOf returns the kind of a paper, by its id and the name of its venue.
func KindOf(p data.Paper) Kind {
	anthology, isInAnthology := strings.CutPrefix(string(p.ID), data.SchemeACL+":")
	switch {
	case p.Venue == "" && p.ID.Scheme() == data.SchemeArXiv:
		return Preprint
	case p.Venue == "":
		return Unpublished
	case isInAnthology && !anthologyJournal.MatchString(anthology), !isInAnthology && conference.MatchString(p.Venue):
		return ConferencePaper
	}
	return Article
}

// ArXivNumber returns the number of a paper on arXiv, such as "2203.03850", or "".
func ArXivNumber(p data.Paper) string {
	number, ok := strings.CutPrefix(string(p.ID), data.SchemeArXiv+":")
	if !ok {
		return ""
	}
	return number
}
