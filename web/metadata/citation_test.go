package metadata

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
)

func TestCitationTags(t *testing.T) {
	const page = "https://papers.example.org/papers/x"
	date := data.Date{Year: 2022, Month: 3, Day: 8}
	for name, test := range map[string]struct {
		paper data.Paper
		want  []Tag
	}{
		"a preprint": {
			data.Paper{ID: "arxiv:2203.03850", Title: "T", Authors: []string{"Ada Lovelace", "Alan Turing"}, Date: date, Language: "en", Abstract: "A.", Categories: []string{"cs.LG", "cs.CL"}},
			[]Tag{
				{"citation_title", "T"}, {"citation_author", "Ada Lovelace"}, {"citation_author", "Alan Turing"}, {"citation_publication_date", "2022/03/08"},
				{"citation_publisher", "arXiv"}, {"citation_arxiv_id", "2203.03850"}, {"citation_language", "en"}, {"citation_abstract", "A."},
				{"citation_keywords", "cs.LG; cs.CL"}, {"citation_abstract_html_url", page}, {"citation_pdf_url", "https://arxiv.org/pdf/2203.03850"},
			},
		},
		"an article": {
			data.Paper{ID: "doi:10.1000/x", DOI: "10.1000/x", Title: "T", Venue: "A Journal", Date: data.Date{Year: 2022}},
			[]Tag{{"citation_title", "T"}, {"citation_publication_date", "2022"}, {"citation_journal_title", "A Journal"}, {"citation_doi", "10.1000/x"}, {"citation_abstract_html_url", page}},
		},
		"a conference paper": {
			data.Paper{ID: "acl:2020.acl-main.1", Title: "T", Venue: "ACL"},
			[]Tag{{"citation_title", "T"}, {"citation_conference_title", "ACL"}, {"citation_abstract_html_url", page}, {"citation_pdf_url", "https://aclanthology.org/2020.acl-main.1.pdf"}},
		},
		"nothing but a title": {data.Paper{ID: "pb:0123456789abcdef", Title: "T"}, []Tag{{"citation_title", "T"}, {"citation_abstract_html_url", page}}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, CitationTags(test.paper, page)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCOinS(t *testing.T) {
	p := data.Paper{
		ID: "acl:2020.acl-main.1", DOI: "10.18653/v1/2020.acl-main.1", Title: `A "title" & <more>`, Venue: "ACL", Language: "en",
		Authors: []string{"Laurens van der Maaten", "The ATLAS Collaboration", "Bo Lee"}, Date: data.Date{Year: 2020, Month: 7},
	}
	got, err := url.ParseQuery(COinS(p))
	if err != nil {
		t.Fatal(err)
	}
	want := url.Values{
		"ctx_ver": {"Z39.88-2004"}, "rft_val_fmt": {"info:ofi/fmt:kev:mtx:journal"}, "rfr_id": {"info:sid/paperboy"}, "rft.genre": {"proceeding"},
		"rft.atitle": {p.Title}, "rft.jtitle": {"ACL"}, "rft.date": {"2020-07"}, "rft.aulast": {"van der Maaten"}, "rft.aufirst": {"Laurens"},
		"rft.au": {"The ATLAS Collaboration", "Bo Lee"}, "rft.language": {"en"}, "rft_id": {"info:doi/10.18653/v1/2020.acl-main.1", "https://aclanthology.org/2020.acl-main.1/"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if short := COinS(data.Paper{ID: "pb:0123456789abcdef", Title: "T"}); short != "ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal&rfr_id=info%3Asid%2Fpaperboy&rft.genre=unknown&rft.atitle=T" {
		t.Errorf("of a title alone: %s", short)
	}
	many := data.Paper{ID: "arxiv:2203.03850", Title: "T"}
	for range 500 {
		many.Authors = append(many.Authors, "Ann Other")
	}
	if values, _ := url.ParseQuery(COinS(many)); len(values["rft.au"]) != maxCOinSAuthors-1 || values.Get("rft.genre") != "preprint" {
		t.Errorf("of 500 authors: %d, genre %q", len(values["rft.au"]), values.Get("rft.genre"))
	}
}
