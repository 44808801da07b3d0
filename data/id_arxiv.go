package data

import (
	"strconv"
	"strings"
	"time"
)

// arXivArchives lists the archives that had their own numbers until March 2007.
var arXivArchives = map[string]bool{
	"acc-phys": true, "adap-org": true, "alg-geom": true, "ao-sci": true, "astro-ph": true, "atom-ph": true,
	"bayes-an": true, "chao-dyn": true, "chem-ph": true, "cmp-lg": true, "comp-gas": true, "cond-mat": true,
	"cs": true, "dg-ga": true, "funct-an": true, "gr-qc": true, "hep-ex": true, "hep-lat": true, "hep-ph": true,
	"hep-th": true, "math": true, "math-ph": true, "mtrl-th": true, "nlin": true, "nucl-ex": true, "nucl-th": true,
	"patt-sol": true, "physics": true, "plasm-ph": true, "q-alg": true, "q-bio": true, "quant-ph": true,
	"solv-int": true, "supr-con": true,
}

// oaiArXiv is the beginning of arXiv's ids in OAI-PMH.
const oaiArXiv = "oai:arXiv.org:"

// parseArXiv parses "2203.03850", "math/0211159" or "math.GT/0309136", which may be followed
// by a version and by the rest of arXiv's stamp, "[cs.CL] 7 Mar 2022", and preceded by oaiArXiv. The
// subject class of an old id is dropped, as arXiv does (info.arxiv.org/help/arxiv_identifier.html).
func parseArXiv(s string) (ID, bool) {
	s, _, _ = strings.Cut(s, "[")
	if n := len(oaiArXiv); len(s) > n && strings.EqualFold(s[:n], oaiArXiv) {
		s = s[n:]
	}
	s = cutVersion(strings.TrimSpace(s))
	if archive, number, old := strings.Cut(s, "/"); old {
		archive, _, _ = strings.Cut(strings.ToLower(archive), ".")
		if !arXivArchives[archive] || len(number) != 7 || !allDigits(number) || !isMonth(number[2:4]) {
			return "", false
		}
		return ID(SchemeArXiv + ":" + archive + "/" + number), true
	}
	month, number, found := strings.Cut(s, ".")
	if !found || len(month) != 4 || !allDigits(month) || !isMonth(month[2:]) ||
		len(number) < 4 || len(number) > 5 || !allDigits(number) {
		return "", false
	}
	return ID(SchemeArXiv + ":" + s), true
}

func isMonth(s string) bool { return "01" <= s && s <= "12" }

// Month returns the month in which arXiv assigned the id, or the unknown date if it is not an
// arXiv id. It is the month of the first version, except for papers submitted close to
// midnight on the last day of a month.
func (id ID) Month() Date {
	rest := strings.TrimPrefix(string(id), SchemeArXiv+":")
	if canonical, ok := parseArXiv(rest); !ok || canonical != id {
		return Date{}
	}
	yymm := rest[strings.IndexByte(rest, '/')+1:]
	yy, _ := strconv.Atoi(yymm[:2])
	mm, _ := strconv.Atoi(yymm[2:4])
	if yy >= 91 { // arXiv began in August 1991
		return Date{Year: 1900 + yy, Month: time.Month(mm)}
	}
	return Date{Year: 2000 + yy, Month: time.Month(mm)}
}
