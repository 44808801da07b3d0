package csv

import (
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/data/format/formattest"
)

func TestRoundTrip(t *testing.T) {
	formattest.RoundTrip(t, Format(),
		formattest.LosesCounts, formattest.LosesKeywords, formattest.LosesURLs,
		formattest.Loss{Why: "a URL ends at a semicolon", Forget: func(p *data.Paper) {
			p.URLs = formattest.Each(p.URLs, func(url string) string { before, _, _ := strings.Cut(url, ";"); return before })
		}},
		formattest.Loss{Why: "a single author with \"and\" in the name is read as two", Forget: func(p *data.Paper) {
			if len(p.Authors) == 1 {
				p.Authors = strings.Split(p.Authors[0], " and ")
			}
		}},
		formattest.LosesAuthorCount,
		formattest.Loss{Why: "an abstract or venue that equals a word for a missing value is dropped", Forget: func(p *data.Paper) {
			for _, s := range []*string{&p.Abstract, &p.Venue} {
				switch strings.ToLower(*s) {
				case "null", "none", "n/a":
					*s = ""
				}
			}
		}},
		formattest.LosesID("arxiv", "acl", "doi", "pmid", "pmcid"), formattest.Loss{Why: "an apostrophe is added to cells that look like formulas", Forget: func(p *data.Paper) {
			p.Title, p.Abstract, p.Venue = noFormula(p.Title), noFormula(p.Abstract), noFormula(p.Venue)
		}},
		formattest.LosesMarkup, formattest.LosesNameMarkup, formattest.LosesNameOrder,
		formattest.Loss{Why: "if half of the names end in Jr., it is read as initials", Forget: func(p *data.Paper) {
			const junior = "Martin Luther King Jr."
			if n := strings.Count(strings.Join(p.Authors, ";"), junior); n > 0 && 2*n >= len(p.Authors) {
				p.Authors = formattest.Each(p.Authors, func(name string) string { return strings.Replace(name, junior, "Jr Martin Luther King", 1) })
			}
		}},
	)
}

func FuzzRoundTrip(f *testing.F) { formattest.FuzzRoundTrip(f, Format()) }
