package ris

import (
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/data/format/formattest"
	"paperboy/data/text"
)

func TestRoundTrip(t *testing.T) {
	formattest.RoundTrip(t, Format(),
		formattest.LosesCounts, formattest.LosesHiddenCount, formattest.LosesKeywords, formattest.AddsPages, formattest.AddsPage,
		formattest.LosesGuesses,
		formattest.AddsDOI,
		formattest.Loss{Why: "a full stop at the end of a title is removed", Forget: func(p *data.Paper) {
			if title, dotted := strings.CutSuffix(p.Title, "."); dotted && !strings.HasSuffix(title, ".") {
				p.Title = title
			}
		}},
		formattest.Loss{Why: "paragraphs are joined if one looks like a field", Forget: func(p *data.Paper) {
			if tagLine.MatchString(p.Abstract) {
				p.Abstract = text.OneLine(p.Abstract)
			}
		}},
		formattest.LosesID("arxiv", "acl", "doi"), formattest.LosesMarkup, formattest.LosesNameMarkup, formattest.LosesNameOrder,
	)
}

func FuzzRoundTrip(f *testing.F) { formattest.FuzzRoundTrip(f, Format()) }
