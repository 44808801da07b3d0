package ris

import (
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
)

func TestRoundTrip(t *testing.T) {
	formattest.RoundTrip(t, Format(),
		formattest.LosesCounts, formattest.LosesAuthorCount, formattest.LosesKeywords, formattest.LosesURLs,
		formattest.Loss{Why: "the type is that of the venue", Forget: func(p *data.Paper) { p.Type = kinds[types[format.KindOf(*p)]] }},
		formattest.Loss{Why: "a DOI in a URL becomes the DOI", Forget: func(p *data.Paper) {
			if p.DOI == "" && p.ID.Scheme() == data.SchemeDOI {
				p.DOI = string(p.ID[len(data.SchemeDOI)+1:])
			}
		}},
		formattest.Loss{Why: "asterisks are removed from names, venue and keywords", Forget: func(p *data.Paper) {
			p.Authors, p.Venue = formattest.Each(p.Authors, withoutAsterisk), withoutAsterisk(p.Venue)
		}},
		formattest.Loss{Why: "a full stop at the end of a title is removed", Forget: func(p *data.Paper) {
			if title, dotted := strings.CutSuffix(p.Title, "."); dotted && !strings.HasSuffix(title, ".") {
				p.Title = title
			}
		}},
		formattest.LosesID("arxiv", "acl", "doi"), formattest.LosesParagraphs, formattest.LosesMarkup, formattest.LosesNameMarkup, formattest.LosesNameOrder,
		formattest.Loss{Why: "the venue is read as the container too", Forget: func(p *data.Paper) { p.Container = p.Venue }},
	)
}

func FuzzRoundTrip(f *testing.F) { formattest.FuzzRoundTrip(f, Format()) }
