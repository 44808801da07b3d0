package csl

import (
	"cmp"
	"testing"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
)

func TestRoundTrip(t *testing.T) {
	formattest.RoundTrip(t, Format(),
		formattest.LosesCounts, formattest.LosesHiddenCount, formattest.LosesKeywords, formattest.AddsPages,
		formattest.Loss{Why: "where no source says, the publisher of a preprint on arXiv is arXiv", Forget: func(p *data.Paper) {
			if p.Publisher == "" && format.TypeOf(*p) == data.TypePreprint && format.ArXivNumber(*p) != "" {
				p.Publisher = "arXiv"
			}
		}},
		formattest.LosesGuesses, formattest.AddsDOI,
		formattest.Loss{Why: "a paper without a key is cited by its id, and one of a scheme of one's own is read as the key", Forget: func(p *data.Paper) {
			p.CitationKey = cmp.Or(p.CitationKey, citationKeyOf(string(p.ID)))
		}},
		formattest.LosesID("arxiv", "acl", "doi", "pmid", "pmcid"), formattest.LosesMarkup, formattest.LosesNameMarkup, formattest.LosesNameOrder,
	)
}

func FuzzRoundTrip(f *testing.F) { formattest.FuzzRoundTrip(f, Format()) }
