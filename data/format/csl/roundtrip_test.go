package csl

import (
	"testing"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/formattest"
)

func TestRoundTrip(t *testing.T) {
	formattest.RoundTrip(t, Format(),
		formattest.LosesCounts, formattest.LosesAuthorCount, formattest.LosesKeywords, formattest.LosesURLs,
		formattest.Loss{Why: "the type is that of the venue", Forget: func(p *data.Paper) {
			kinds := map[format.Kind]data.Type{format.Article: data.TypeArticle, format.ConferencePaper: data.TypeConferencePaper, format.Preprint: data.TypePreprint, format.Unpublished: data.TypePreprint}
			p.Type = kinds[format.KindOf(*p)]
			if format.ArXivNumber(*p) != "" {
				p.Publisher = "arXiv"
			}
		}},
		formattest.Loss{Why: "a name that is written without parts is that of a group", Forget: func(p *data.Paper) {
			var r data.Record
			for _, name := range p.Authors {
				if literal := newPerson(name).Literal; literal != "" && isGroup(literal) {
					format.SetGroups(&r, name)
				}
			}
			p.Groups = r.Paper.Groups
		}},
		formattest.Loss{Why: "an id of a scheme of one's own is read as the key", Forget: func(p *data.Paper) { p.CitationKey = citationKeyOf(string(p.ID)) }},
		formattest.LosesID("arxiv", "acl", "doi", "pmid", "pmcid"), formattest.LosesMarkup, formattest.LosesNameMarkup, formattest.LosesNameOrder,
		formattest.Loss{Why: "the venue is read as the container", Forget: func(p *data.Paper) { p.Container = p.Venue }},
	)
}

func FuzzRoundTrip(f *testing.F) { formattest.FuzzRoundTrip(f, Format()) }
