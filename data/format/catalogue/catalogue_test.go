package catalogue

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/data"
	"paperboy/data/format/formattest"
)

// samples has a record or response of each catalogue, and the paper in it.
var samples = map[string]struct {
	text   string
	source string
	want   data.Paper
}{
	"Europe PMC, lite": {
		text:   `{"version": "6.9", "hitCount": 1, "resultList": {"result": [{"id": "31", "source": "MED", "pmid": "31", "pmcid": "PMC31", "doi": "10.5555/e.1", "title": "Cells &lt;i&gt;in situ&lt;/i&gt;.", "authorString": "Zahl I, Aas J.", "journalTitle": "J Sea", "issue": "2", "journalVolume": "7", "pubYear": "2018", "journalIssn": "1234-5678", "pageInfo": "1-9", "pubType": "research-article; journal article", "firstPublicationDate": "2018-03-04"}]}}`,
		source: "europepmc",
		want: data.Paper{ID: "doi:10.5555/e.1", Title: "Cells in situ", Authors: []string{"I Zahl", "J Aas"}, Date: data.Date{Year: 2018, Month: 3, Day: 4}, Venue: "J Sea", Container: "J Sea", Volume: "7", Number: "2",
			Pages: "1-9", ISSN: "1234-5678", Type: data.TypeArticle, DOI: "10.5555/e.1"},
	},
	"Europe PMC, core": {
		text:   `{"id": "PPR1", "source": "PPR", "title": "On sand", "authorList": {"author": [{"fullName": "Zahl I", "firstName": "Ida", "lastName": "Zahl", "initials": "I"}, {"collectiveName": "Sand Group"}]}, "pubYear": "2020", "abstractText": "<h4>Aim</h4>Sand.", "pubTypeList": {"pubType": ["Preprint", "Journal Article"]}}`,
		source: "europepmc",
		want:   data.Paper{Title: "On sand", Abstract: "Aim\n\nSand.", Authors: []string{"Ida Zahl", "Sand Group"}, Groups: []string{"Sand Group"}, Date: data.Date{Year: 2020}, Type: data.TypePreprint},
	},
	"DBLP": {
		text:   `{"result": {"query": "x", "hits": {"@total": "1", "hit": [{"@score": "5", "@id": "1", "info": {"authors": {"author": {"@pid": "1/2", "text": "Ida Berg 0002"}}, "title": "Graphs at dawn.", "venue": "CoRR", "volume": "abs/2101.05555", "year": "2021", "type": "Informal and Other Publications", "key": "journals/corr/abs-1", "ee": "https://arxiv.org/abs/2101.05555"}, "url": "URL#1"}]}}}`,
		source: "dblp",
		want: data.Paper{ID: "arxiv:2101.05555", Title: "Graphs at dawn", Authors: []string{"Ida Berg"}, Date: data.Date{Year: 2021}, Venue: "CoRR", Container: "CoRR", Volume: "abs/2101.05555",
			Type: data.TypePreprint, URLs: []string{"https://arxiv.org/abs/2101.05555"}},
	},
	"INSPIRE HEP": {
		text:   `{"hits": {"total": 1, "hits": [{"id": "17", "metadata": {"abstracts": [{"source": "arXiv", "value": "Heavy."}, {"value": "Also heavy."}], "arxiv_eprints": [{"value": "1801.00001", "categories": ["hep-ex"]}], "authors": [{"full_name": "Moe, Kari"}, {"full_name": "Ra, Bo", "inspire_roles": ["supervisor"]}], "collaborations": [{"value": "BIG"}], "document_type": ["article"], "dois": [{"value": "10.5555/i.1"}], "preprint_date": "2018-01-02", "publication_info": [{"journal_title": "Phys.Rev.X", "journal_volume": "8", "artid": "011", "year": 2018}], "texkeys": ["Moe:2018abc"], "titles": [{"title": "Heavy <i>x</i>"}]}}]}}`,
		source: "inspire",
		want: data.Paper{ID: "arxiv:1801.00001", Title: "Heavy x", Abstract: "Heavy.", Authors: []string{"Kari Moe"}, Date: data.Date{Year: 2018, Month: 1, Day: 2}, Venue: "Phys.Rev.X", Container: "Phys.Rev.X",
			Volume: "8", Pages: "011", Note: "BIG Collaboration", CitationKey: "Moe:2018abc", Type: data.TypeArticle, DOI: "10.5555/i.1", Categories: []string{"hep-ex"}},
	},
	"NASA ADS": {
		text:   `{"responseHeader": {"status": 0}, "response": {"numFound": 1, "docs": [{"bibcode": "2018X..1", "title": ["Faint light"], "author": ["Lund, E. M.", "Ek, O."], "pubdate": "2018-03-00", "pub": "X", "volume": "3", "page": ["L1"], "doctype": "article", "doi": ["10.5555/a.1"], "identifier": ["2018X..1", "arXiv:1803.00001"], "abstract": "Faint."}]}}`,
		source: "ads",
		want: data.Paper{ID: "arxiv:1803.00001", Title: "Faint light", Abstract: "Faint.", Authors: []string{"E. M. Lund", "O. Ek"}, Date: data.Date{Year: 2018, Month: 3}, Venue: "X", Container: "X", Volume: "3", Pages: "L1",
			Type: data.TypeArticle, DOI: "10.5555/a.1", CitationKey: "2018X..1", URLs: []string{"https://ui.adsabs.harvard.edu/abs/2018X..1"}},
	},
	"Springer": {
		text:   `{"apiMessage": "m", "result": [{"total": "1"}], "records": [{"contentType": "Chapter ConferencePaper", "identifier": "doi:10.5555/s.1", "url": [{"format": "", "platform": "", "value": "http://dx.doi.org/10.5555/s.1"}], "title": "On maps", "creators": [{"creator": "Berg Moe, Anne Kari"}, {"creator": "Ek, O."}], "publicationName": "Maps", "doi": "10.5555/s.1", "publisher": "Springer", "publicationDate": "2019-05-06", "publicationType": "Book", "printIsbn": "978-3-16-148410-0", "startingPage": "3", "endingPage": "9", "abstract": {"h1": "Abstract", "p": ["Maps of", "maps."]}}]}`,
		source: "springer",
		want: data.Paper{ID: "doi:10.5555/s.1", Title: "On maps", Abstract: "Maps of\n\nmaps.", Authors: []string{"Anne Kari Berg Moe", "O. Ek"}, Date: data.Date{Year: 2019, Month: 5, Day: 6}, Venue: "Maps", Container: "Maps",
			Pages: "3-9", Publisher: "Springer", ISBN: "978-3-16-148410-0", Type: data.TypeConferencePaper, DOI: "10.5555/s.1", URLs: []string{"http://dx.doi.org/10.5555/s.1"}},
	},
	"ERIC": {
		text:   `{"response": {"numFound": 1, "docs": [{"id": "EJ1", "title": "Learning to Row", "author": ["Row, Ada", "Oar, Ben"], "source": "Journal of Boats", "description": "We row.", "subject": ["Boats"], "publicationtype": ["Journal Articles", "Reports - Descriptive"], "publicationdateyear": 2021, "language": ["English"], "issn": ["EISSN-1234-5678"], "publisher": "Boat Press. 1 Quay, Oslo. Web site: boats", "peerreviewed": "T"}]}}`,
		source: "eric",
		want: data.Paper{Title: "Learning to Row", Abstract: "We row.", Authors: []string{"Ada Row", "Ben Oar"}, Date: data.Date{Year: 2021}, Venue: "Journal of Boats", Container: "Journal of Boats", Publisher: "Boat Press",
			ISSN: "1234-5678", Language: "en", Type: data.TypeArticle, URLs: []string{"https://eric.ed.gov/?id=EJ1"}},
	},
	"APS": {
		text:   `{"data": [{"abstract": {"value": "<p>Cold.</p>", "format": "html"}, "type": "article", "hasArticleId": true, "id": "10.5555/Aps.1", "title": {"value": "On <i>ice</i>", "format": "html"}, "pageStart": "052801", "issue": {"number": "5"}, "journal": {"id": "X", "name": "Ice Review"}, "volume": {"number": "92"}, "authors": [{"type": "Collaboration", "name": "ICE Collaboration"}, {"surname": "Moe", "type": "Person", "name": "Kari Moe", "firstname": "Kari"}], "date": "2015-11-02", "publisher": {"name": "APS"}, "identifiers": {"doi": "10.5555/Aps.1"}}]}`,
		source: "aps",
		want: data.Paper{ID: "doi:10.5555/aps.1", Title: "On ice", Abstract: "Cold.", Authors: []string{"Kari Moe", "ICE Collaboration"}, Groups: []string{"ICE Collaboration"}, Date: data.Date{Year: 2015, Month: 11, Day: 2}, Venue: "Ice Review",
			Container: "Ice Review", Volume: "92", Number: "5", Pages: "052801", Publisher: "APS", Type: data.TypeArticle, DOI: "10.5555/aps.1"},
	},
	"CiteSeerX": {
		text:   `{"query_id": "d8", "paper": {"id": "49", "title": " Boats and monads", "venue": "", "year": "0", "publisher": "", "n_cited_by": 0, "n_self_cites": 0, "abstract": "We row.", "authors": ["Ada Row"], "journal": "", "publish_time": "0", "source": "http://example.org/row.pdf", "urls": []}}`,
		source: "citeseerx",
		want:   data.Paper{Title: "Boats and monads", Abstract: "We row.", Authors: []string{"Ada Row"}, URLs: []string{"http://example.org/row.pdf"}},
	},
	"Publish or Perish": {
		text:   `[{"uid": "GS:17", "title": "Rowing crowds", "source": "Boat Quarterly", "publisher": "search.example.com", "article_url": "https://search.example.com/1", "cites_url": "https://scholar.google.com/scholar?cites=17", "rank": 1, "year": 2021, "volume": 0, "issue": 0, "startpage": 0, "endpage": 0, "cites": 9, "ecc": 9, "use": 1, "authors": ["A Row", "B Oar"]}]`,
		source: "file",
		want:   data.Paper{Title: "Rowing crowds", Authors: []string{"A Row", "B Oar"}, Date: data.Date{Year: 2021}, Venue: "Boat Quarterly", Container: "Boat Quarterly", URLs: []string{"https://search.example.com/1"}},
	},
	"IEEE Xplore": {
		text:   `{"total_records": 1, "articles": [{"doi": "10.5555/ie.1", "title": "Wires", "publisher": "IEEE", "content_type": "Conferences", "abstract": "W.", "article_number": "1", "html_url": "https://example.org/1", "authors": {"authors": [{"full_name": "Ola Dal", "author_order": 1}]}, "publication_title": "2018 X", "publication_year": 2018, "publication_date": "3-7 June 2018", "start_page": "1", "end_page": "1"}]}`,
		source: "ieee",
		want: data.Paper{ID: "doi:10.5555/ie.1", Title: "Wires", Abstract: "W.", Authors: []string{"Ola Dal"}, Date: data.Date{Year: 2018, Month: 6}, Venue: "2018 X", Container: "2018 X", Pages: "1", Publisher: "IEEE",
			Type: data.TypeConferencePaper, DOI: "10.5555/ie.1", URLs: []string{"https://example.org/1"}},
	},
	"Scopus": {
		text:   `{"search-results": {"opensearch:totalResults": "1", "entry": [{"@_fa": "true", "prism:url": "u", "dc:identifier": "SCOPUS_ID:1", "dc:title": "Rain", "dc:creator": "Lie A.", "prism:publicationName": "J Rain", "prism:coverDate": "2020-01-31", "prism:doi": "10.5555/sc.1", "subtypeDescription": "Article"}]}}`,
		source: "scopus",
		want:   data.Paper{ID: "doi:10.5555/sc.1", Title: "Rain", Authors: []string{"A. Lie"}, Date: data.Date{Year: 2020, Month: 1, Day: 31}, Venue: "J Rain", Container: "J Rain", Type: data.TypeArticle, DOI: "10.5555/sc.1"},
	},
	"DataCite, one DOI": {
		text:   `{"data": {"id": "10.5555/v.1", "type": "dois", "attributes": {"doi": "10.5555/v.1", "creators": [{"name": "Thun, Eva", "givenName": "Eva", "familyName": "Thun", "nameType": "Personal"}, {"name": "Institute of Ice, Oslo", "nameType": "Organizational"}], "titles": [{"title": "Talt", "titleType": "TranslatedTitle"}, {"title": "Numbers"}], "publisher": {"name": "Vault"}, "publicationYear": 2020, "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Table"}, "dates": [{"date": "2019", "dateType": "Created"}, {"date": "2020-03-04", "dateType": "Issued"}], "contributors": [{"name": "Ed, It", "contributorType": "Editor"}], "descriptions": [{"description": "How", "descriptionType": "Methods"}, {"description": "Numbers.", "descriptionType": "Abstract"}]}}}`,
		source: "datacite",
		want: data.Paper{ID: "doi:10.5555/v.1", Title: "Numbers", Abstract: "Numbers.", Authors: []string{"Eva Thun", "Institute of Ice, Oslo"}, Groups: []string{"Institute of Ice, Oslo"}, Editors: []string{"It Ed"},
			Date: data.Date{Year: 2020, Month: 3, Day: 4}, Publisher: "Vault", Type: data.TypeDataset, DOI: "10.5555/v.1"},
	},
	"DataCite, attributes": {
		text:   `{"id": "https://doi.org/10.5555/v.2", "doi": "10.5555/v.2", "types": {"resourceTypeGeneral": "Text", "resourceType": "PhD thesis"}, "creators": [{"name": "Eva Thun"}], "titles": {"title": "A thesis"}, "publicationYear": "2001", "url": "https://example.org/t"}`,
		source: "datacite",
		want:   data.Paper{ID: "doi:10.5555/v.2", Title: "A thesis", Authors: []string{"Eva Thun"}, Date: data.Date{Year: 2001}, Type: data.TypeThesis, Note: "PhD thesis", DOI: "10.5555/v.2", URLs: []string{"https://example.org/t"}},
	},
	"Zenodo": {
		text:   `{"hits": {"hits": [{"id": 7, "conceptrecid": "6", "doi": "10.5281/zenodo.7", "metadata": {"title": "A program", "description": "<p>It runs.</p>", "publication_date": "2021-02-03", "creators": [{"name": "Oe, Per"}], "resource_type": {"title": "Software", "type": "software"}}, "links": {"self_html": "https://zenodo.org/records/7"}}], "total": 1}}`,
		source: "zenodo",
		want: data.Paper{ID: "doi:10.5281/zenodo.7", Title: "A program", Abstract: "It runs.", Authors: []string{"Per Oe"}, Date: data.Date{Year: 2021, Month: 2, Day: 3}, Type: data.TypeSoftware, DOI: "10.5281/zenodo.7",
			URLs: []string{"https://zenodo.org/records/7"}},
	},
	"InvenioRDM": {
		text: `{"id": "ab-1", "pids": {"doi": {"identifier": "10.5555/rdm.1"}}, "metadata": {"resource_type": {"id": "publication-article", "title": {"en": "Journal article"}}, "creators": [{"person_or_org": {"type": "personal", "name": "Oe, Per", "given_name": "Per", "family_name": "Oe"}}, {"person_or_org": {"type": "organizational", "name": "Club, The"}}],
			"title": "A paper", "publication_date": "2021-02", "publisher": "P"}, "custom_fields": {"journal:journal": {"title": "J", "volume": "1", "issue": "2", "pages": "3-4"}}, "links": {}}`,
		source: "zenodo",
		want: data.Paper{ID: "doi:10.5555/rdm.1", Title: "A paper", Authors: []string{"Per Oe", "Club, The"}, Groups: []string{"Club, The"}, Date: data.Date{Year: 2021, Month: 2}, Venue: "J", Container: "J", Volume: "1", Number: "2", Pages: "3-4", Publisher: "P",
			Type: data.TypeArticle, DOI: "10.5555/rdm.1"},
	},
	"bioRxiv": {
		text:   `{"messages": [{"status": "ok"}], "collection": [{"doi": "10.1101/2020.01.01.1", "title": "Mice", "authors": "Zahl, I.; Aas, J. K.", "author_corresponding": "I", "date": "2020-01-02", "version": "1", "category": "ecology", "abstract": "Mice.", "published": "NA", "server": "biorxiv"}]}`,
		source: "biorxiv",
		want: data.Paper{ID: "doi:10.1101/2020.01.01.1", Title: "Mice", Abstract: "Mice.", Authors: []string{"I. Zahl", "J. K. Aas"}, Date: data.Date{Year: 2020, Month: 1, Day: 2}, Publisher: "biorxiv", Type: data.TypePreprint,
			DOI: "10.1101/2020.01.01.1"},
	},
	"HAL": {
		text:   `{"response": {"numFound": 1, "docs": [{"docid": "1", "halId_s": "hal-1", "title_s": ["Glace", "Ice"], "authFullName_s": ["Élise Roy", "Jean de La Tour"], "docType_s": "COMM", "conferenceTitle_s": "Conf", "producedDate_s": "2019-07-01", "abstract_s": ["La glace.", "Ice."], "doiId_s": "10.5555/h.1", "language_s": ["fr"], "uri_s": "https://hal.science/hal-1"}]}}`,
		source: "hal",
		want: data.Paper{ID: "doi:10.5555/h.1", Title: "Glace", Abstract: "La glace.", Authors: []string{"Élise Roy", "Jean de La Tour"}, Date: data.Date{Year: 2019, Month: 7, Day: 1}, Venue: "Conf", Container: "Conf", Language: "fr",
			Type: data.TypeConferencePaper, DOI: "10.5555/h.1", CitationKey: "hal-1", URLs: []string{"https://hal.science/hal-1"}},
	},
	"DOAJ": {
		text:   `{"total": 1, "results": [{"id": "x", "bibjson": {"title": "Open", "author": [{"name": "Bansal S"}, {"name": "Kaur IP"}], "year": "2016", "month": "10", "journal": {"title": "J Open", "volume": "Volume 14", "number": "2", "issns": ["1234-5678"], "language": ["EN"]}, "identifier": [{"type": "DOI", "id": "10.5555/d.1"}], "start_page": "6", "end_page": "8", "abstract": "A &amp; B"}}]}`,
		source: "doaj",
		want: data.Paper{ID: "doi:10.5555/d.1", Title: "Open", Abstract: "A & B", Authors: []string{"S Bansal", "IP Kaur"}, Date: data.Date{Year: 2016, Month: 10}, Venue: "J Open", Container: "J Open", Volume: "14", Number: "2", Pages: "6-8",
			ISSN: "1234-5678", Language: "en", Type: data.TypeArticle, DOI: "10.5555/d.1"},
	},
	"CORE": {
		text:   `{"totalHits": 1, "results": [{"id": 1, "title": "Core", "authors": [{"name": "Moe, Kari"}], "abstract": "C.", "documentType": "thesis", "yearPublished": 2018, "publishedDate": "2018-01-01T00:00:00", "downloadUrl": "https://core.ac.uk/download/1.pdf", "language": {"code": "en", "name": "English"}, "doi": null}]}`,
		source: "core",
		want:   data.Paper{Title: "Core", Abstract: "C.", Authors: []string{"Kari Moe"}, Date: data.Date{Year: 2018}, Type: data.TypeThesis, Language: "en", URLs: []string{"https://core.ac.uk/download/1.pdf"}},
	},
	"Unpaywall": {
		text:   `{"best_oa_location": {"url": "https://example.org/p.pdf"}, "doi": "10.5555/u.1", "doi_url": "https://doi.org/10.5555/u.1", "genre": "journal-article", "is_oa": true, "journal_issns": "1234-5678,8765-4321", "journal_name": "J", "published_date": "2016-04-05", "title": "Free", "year": 2016, "z_authors": [{"family": "Ra", "given": "Bo", "sequence": "first"}, {"raw_author_name": "Kari Moe"}]}`,
		source: "unpaywall",
		want: data.Paper{ID: "doi:10.5555/u.1", Title: "Free", Authors: []string{"Bo Ra", "Kari Moe"}, Date: data.Date{Year: 2016, Month: 4, Day: 5}, Venue: "J", Container: "J", ISSN: "1234-5678,8765-4321", Type: data.TypeArticle,
			DOI: "10.5555/u.1", URLs: []string{"https://example.org/p.pdf"}},
	},
	"CORD-19": {
		text:   `{"paper_id": "0a1", "metadata": {"title": "Fever", "authors": [{"first": "Bo", "middle": ["K", "L"], "last": "Ra", "suffix": "Jr"}]}, "abstract": [{"text": "One.", "section": "Abstract"}, {"text": "Two."}], "body_text": [], "bib_entries": {}, "back_matter": []}`,
		source: "s2orc",
		want:   data.Paper{Title: "Fever", Abstract: "One.\n\nTwo.", Authors: []string{"Bo K L Ra Jr"}},
	},
	"Paperpile": {
		text:   `[{"_id": "1", "pubtype": "PP_ARTICLE", "citekey": "Ra2019-xy", "title": "Piles", "author": [{"first": "Bo", "last": "Ra", "initials": "B"}], "published": {"year": "2019", "month": "3", "day": "04"}, "journal": "J. P.", "journalfull": "Journal of Piles", "volume": "1", "doi": "10.5555/p.1", "foldersNamed": [], "labelsNamed": []}]`,
		source: "file",
		want: data.Paper{ID: "doi:10.5555/p.1", Title: "Piles", Authors: []string{"Bo Ra"}, Date: data.Date{Year: 2019, Month: 3, Day: 4}, Venue: "Journal of Piles", Container: "Journal of Piles", Volume: "1", CitationKey: "Ra2019-xy",
			Type: data.TypeArticle, DOI: "10.5555/p.1"},
	},
	"Fatcat": {
		text:   `{"title": "Cats", "contribs": [{"index": 0, "raw_name": "Kari Moe", "role": "author"}, {"raw_name": "Ed It", "role": "editor"}], "release_type": "article-journal", "release_year": 2001, "release_date": "2001-02-03", "ext_ids": {"doi": "10.5555/f.1"}, "container": {"name": "J"}}`,
		source: "fatcat",
		want:   data.Paper{ID: "doi:10.5555/f.1", Title: "Cats", Authors: []string{"Kari Moe"}, Editors: []string{"Ed It"}, Date: data.Date{Year: 2001, Month: 2, Day: 3}, Venue: "J", Container: "J", Type: data.TypeArticle, DOI: "10.5555/f.1"},
	},
	"schema.org": {
		text:   `{"@context": "https://schema.org", "@type": "ScholarlyArticle", "@id": "https://doi.org/10.5555/so.1", "headline": "Linked", "author": [{"@type": "Person", "givenName": "Kari", "familyName": "Moe"}, {"@type": "Organization", "name": "Link Club"}], "datePublished": "2012-01-05", "isPartOf": {"@type": "PublicationIssue", "issueNumber": "5", "isPartOf": {"@type": "PublicationVolume", "volumeNumber": "50", "isPartOf": {"@type": "Periodical", "name": "J Links", "issn": "1234-5678"}}}, "pageStart": "1", "pageEnd": "3"}`,
		source: "file",
		want: data.Paper{ID: "doi:10.5555/so.1", Title: "Linked", Authors: []string{"Kari Moe", "Link Club"}, Groups: []string{"Link Club"}, Date: data.Date{Year: 2012, Month: 1, Day: 5}, Venue: "J Links", Container: "J Links", Volume: "50",
			Number: "5", Pages: "1-3", ISSN: "1234-5678", Type: data.TypeArticle, DOI: "10.5555/so.1"},
	},
}

// TestSamples reads each sample as it is, as a line between others, and in an array.
func TestSamples(t *testing.T) {
	f := Format()
	for name, sample := range samples {
		line := strings.Join(strings.Fields(sample.text), " ")
		array := line
		if !strings.HasPrefix(array, "[") {
			array = "[" + line + ",\n" + line + "]"
		}
		for shape, text := range map[string]string{"as it is": sample.text, "lines": line + "\n" + line + "\n", "an array": array} {
			if !f.Sniff([]byte(text)) {
				t.Errorf("%s, %s: not recognized", name, shape)
			}
			records, rejects := formattest.ReadText(t, f.Read, "answer.json", text)
			if len(records) == 0 || len(rejects) > 0 {
				t.Errorf("%s, %s: %d records, rejects %q", name, shape, len(records), rejects)
				continue
			}
			for _, r := range records {
				want := sample.want
				if want.ID == "" && r.Paper.ID.Scheme() == data.SchemeContent {
					want.ID = r.Paper.ID
				}
				r.Paper.AuthorCount = nil
				if diff := cmp.Diff(want, r.Paper, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("%s, %s (-want +got):\n%s", name, shape, diff)
				}
				if r.Origin.Source != sample.source {
					t.Errorf("%s: source %q, want %q", name, r.Origin.Source, sample.source)
				}
			}
		}
	}
}

// TestOthers checks that JSON of other origin is not recognized.
func TestOthers(t *testing.T) {
	for _, text := range []string{
		`{"title": "T", "authors": ["A"], "type": "article", "year": 2001, "venue": "V", "doi": "10.1/x"}`,
		`{"id": "https://openalex.org/W1", "doi": null, "title": "T", "type": "article"}`,
		`{"status": "ok", "message": {"items": []}}`,
		`{"data": [{"paperId": "1", "title": "T"}]}`,
		`{"results": [{"title": "T"}]}`,
		`[1, 2]`, `{}`, ``,
	} {
		if c := (reader{literature()}).find([]byte(text)); c != nil || Format().Sniff([]byte(text)) {
			t.Errorf("%s is recognized", text)
		}
	}
}

// TestPages reads pages one after the other, and says which entries are not read.
func TestPages(t *testing.T) {
	page := func(titles ...string) string {
		var hits []string
		for _, title := range titles {
			hits = append(hits, fmt.Sprintf(`{"info": {"title": %q, "venue": "V", "year": "2001"}}`, title))
		}
		return "{\n\"result\": {\"hits\": {\"hit\": [" + strings.Join(hits, ",\n") + "]}}}\n"
	}
	records, rejects := formattest.ReadText(t, Format().Read, "pages.json", page("A.", "")+page("B."))
	if len(records) != 2 || records[1].Paper.Title != "B" {
		t.Errorf("records %+v", records)
	}
	if want := []string{"entry 2 missing_title: a title is required: there is no title in the record of DBLP"}; !cmp.Equal(rejects, want) {
		t.Errorf("rejects %q, want %q", rejects, want)
	}
	_, rejects = formattest.ReadText(t, Format().Read, "pages.json", page())
	if want := []string{"file no_records: it has no records of papers"}; !cmp.Equal(rejects, want) {
		t.Errorf("rejects %q, want %q", rejects, want)
	}
}

func FuzzRead(f *testing.F) {
	for _, sample := range samples {
		f.Add(sample.text)
	}
	f.Add(`{"hits": {"hits": [{"metadata": {"titles": [[[{"title": 5}]]], "texkeys": {}, "authors": {"0": {"full_name": ["A"]}}}}, nul`)
	formattest.Fuzz(f, Format())
}

// BenchmarkRead reads and validates records of INSPIRE.
func BenchmarkRead(b *testing.B) {
	const records = 2_000
	var text strings.Builder
	for i := range records {
		fmt.Fprintf(&text, `{"metadata": {"texkeys": ["k%d"], "abstracts": [{"value": %q}], "authors": [{"full_name": "Moe, Kari"}, {"full_name": "Ek, O."}], "dois": [{"value": "10.5555/%d"}], "preprint_date": "2018-01-02",
			"document_type": ["article"], "references": [%s{}], "titles": [{"title": "On things %d"}]}}`+"\n", i, strings.Repeat("Some words of an abstract. ", 40), i,
			strings.Repeat(`{"reference": {"authors": [{"full_name": "A, B"}], "label": "1"}},`, 40), i)
	}
	formattest.Benchmark(b, Format().Read, text.String(), records)
}
