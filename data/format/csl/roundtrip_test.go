package csl

import (
	"testing"

	"paperboy/data/format/formattest"
)

func TestRoundTrip(t *testing.T) {
	formattest.RoundTrip(t, Format(),
		formattest.LosesCounts, formattest.LosesAuthorCount, formattest.LosesKeywords, formattest.LosesURLs,
		formattest.LosesID("arxiv", "acl", "doi", "pmid", "pmcid"), formattest.LosesMarkup, formattest.LosesNameMarkup, formattest.LosesNameOrder,
	)
}

func FuzzRoundTrip(f *testing.F) { formattest.FuzzRoundTrip(f, Format()) }
