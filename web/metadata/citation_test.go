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
				{"citation_title", "T"}, {"citation_author", "Lovelace, Ada"}, {"citation_author", "Turing, Alan"}, {"citation_publication_date", "2022/03/08"},
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
		"an article with all details": {
			whole(data.TypeArticle),
			[]Tag{
				{"citation_title", "T"}, {"citation_author", "Sample, John, Jr."}, {"citation_author", "Open Example"}, {"citation_editor", "van der Itor, Ed"}, {"citation_publication_date", "2021"},
				{"citation_journal_title", "A Container"}, {"citation_series_title", "A Series"}, {"citation_volume", "7"}, {"citation_issue", "2"}, {"citation_firstpage", "12"}, {"citation_lastpage", "34"},
				{"citation_publisher", "Test Press"}, {"citation_isbn", "978-0-00-000000-2"}, {"citation_issn", "1234-5679"}, {"citation_issn", "2345-6787"}, {"citation_abstract_html_url", page},
			},
		},
		"a thesis": {
			data.Paper{ID: "pb:0123456789abcdef", Type: data.TypeThesis, Title: "T", School: "Test University"},
			[]Tag{{"citation_title", "T"}, {"citation_dissertation_institution", "Test University"}, {"citation_abstract_html_url", page}},
		},
		"a report": {
			data.Paper{ID: "pb:0123456789abcdef", Type: data.TypeReport, Title: "T", School: "Test Institute", Number: "TR-7"},
			[]Tag{{"citation_title", "T"}, {"citation_technical_report_number", "TR-7"}, {"citation_technical_report_institution", "Test Institute"}, {"citation_abstract_html_url", page}},
		},
		"a chapter": {
			data.Paper{ID: "pb:0123456789abcdef", Type: data.TypeChapter, Title: "T", Container: "A Book", Pages: "e7"},
			[]Tag{{"citation_title", "T"}, {"citation_inbook_title", "A Book"}, {"citation_firstpage", "e7"}, {"citation_abstract_html_url", page}},
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

// whole returns a paper of a type with all that a reference needs.
func whole(kind data.Type) data.Paper {
	return data.Paper{
		ID: "pb:0123456789abcdef", Type: kind, Title: "T", Authors: []string{"John Sample Jr.", "Open Example"}, Groups: []string{"Open Example"}, Editors: []string{"Ed van der Itor"},
		Date: data.Date{Year: 2021}, Container: "A Container", Volume: "7", Number: "2", Pages: "12-34", Publisher: "Test Press", Place: "Testville", Series: "A Series", Edition: "2",
		ISBN: "978-0-00-000000-2", ISSN: "1234-5679, 2345-6787",
	}
}

func TestScholarlyArticle(t *testing.T) {
	want := ScholarlyArticle{
		Context: "https://schema.org", Type: "ScholarlyArticle", Name: "T", Headline: "T", Published: "2021",
		Author: []schemaThing{{Type: "Person", Name: "John Sample Jr.", Family: "Sample", Given: "John", Suffix: "Jr."}, {Type: "Organization", Name: "Open Example"}},
		Editor: []schemaThing{{Type: "Person", Name: "Ed van der Itor", Family: "van der Itor", Given: "Ed"}},
		PartOf: &schemaPart{Type: "PublicationIssue", Issue: "2", PartOf: &schemaPart{Type: "PublicationVolume", Volume: "7", PartOf: &schemaPart{
			Type: "Periodical", Name: "A Container", ISSN: []string{"1234-5679", "2345-6787"}, PartOf: &schemaPart{Type: "BookSeries", Name: "A Series"},
		}}},
		PageStart: "12", PageEnd: "34", Publisher: &schemaThing{Type: "Organization", Name: "Test Press"}, Edition: "2", ISBN: []string{"978-0-00-000000-2"},
	}
	if diff := cmp.Diff(want, NewScholarlyArticle(whole(data.TypeArticle), "")); diff != "" {
		t.Errorf("an article (-want +got):\n%s", diff)
	}
	for kind, want := range map[data.Type][2]string{
		data.TypeConferencePaper: {"ScholarlyArticle", "Book"}, data.TypeChapter: {"Chapter", "Book"}, data.TypeThesis: {"Thesis", "CreativeWork"}, data.TypeDataset: {"Dataset", "DataCatalog"},
	} {
		got := NewScholarlyArticle(data.Paper{Type: kind, Title: "T", Container: "C"}, "")
		if got.Type != want[0] || got.PartOf == nil || got.PartOf.Type != want[1] {
			t.Errorf("%s: %+v in %+v", kind, got.Type, got.PartOf)
		}
	}
	if got := NewScholarlyArticle(data.Paper{Title: "T"}, ""); got.PartOf != nil || got.Publisher != nil || got.Type != "ScholarlyArticle" {
		t.Errorf("nothing but a title: %+v", got)
	}
}

func TestCOinSOfBooks(t *testing.T) {
	for kind, want := range map[data.Type]url.Values{
		data.TypeChapter: {
			"rft_val_fmt": {"info:ofi/fmt:kev:mtx:book"}, "rft.genre": {"bookitem"}, "rft.atitle": {"T"}, "rft.btitle": {"A Container"}, "rft.spage": {"12"}, "rft.epage": {"34"},
			"rft.isbn": {"978-0-00-000000-2"}, "rft.issn": {"1234-5679, 2345-6787"}, "rft.pub": {"Test Press"}, "rft.place": {"Testville"}, "rft.edition": {"2"},
		},
		data.TypeArticle: {
			"rft_val_fmt": {"info:ofi/fmt:kev:mtx:journal"}, "rft.genre": {"article"}, "rft.atitle": {"T"}, "rft.jtitle": {"A Container"}, "rft.spage": {"12"}, "rft.epage": {"34"},
			"rft.isbn": {"978-0-00-000000-2"}, "rft.issn": {"1234-5679, 2345-6787"}, "rft.volume": {"7"}, "rft.issue": {"2"},
		},
		data.TypeThesis: {"rft_val_fmt": {"info:ofi/fmt:kev:mtx:dissertation"}, "rft.title": {"T"}, "rft.inst": {"Test Press"}},
	} {
		got, err := url.ParseQuery(COinS(whole(kind)))
		if err != nil {
			t.Fatal(err)
		}
		for key, values := range map[string][]string{
			"ctx_ver": {"Z39.88-2004"}, "rfr_id": {"info:sid/paperboy"}, "rft.date": {"2021"}, "rft.aulast": {"Sample"}, "rft.aufirst": {"John"}, "rft.ausuffix": {"Jr."}, "rft.aucorp": {"Open Example"},
		} {
			want[key] = values
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", kind, diff)
		}
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
		"rft.aucorp": {"The ATLAS Collaboration"}, "rft.au": {"Lee, Bo"}, "rft.language": {"en"}, "rft_id": {"info:doi/10.18653/v1/2020.acl-main.1", "https://aclanthology.org/2020.acl-main.1/"},
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
