package view

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"paperboy/api/search"
	"paperboy/data"
	"paperboy/index"
)

// TestAddressIsState checks that the links and controls of a page, read back, are the state that
// the page shows.
func TestAddressIsState(t *testing.T) {
	for _, address := range []string{
		"/search",
		"/search?q=rate+distortion",
		"/search?q=%22a+phrase%22+-not&match=any&sort=newest",
		"/search?author_count=3&author_count=21%2B&author_count=unknown&date=2024&date=unknown",
		"/search?author=m%C3%BCller+%26+co&category=cs.CL&q=a%2Bb&venue=ACL+%3C2020%3E",
		"/search?authors_max=9&authors_min=2&from=2020-01&to=2024-12-31",
		"/search?featured_from=2024-01-01&featured_to=2024-02&added_after=2024-01-01T00%3A00%3A00Z",
		"/search?added_from=2024-01-01&added_to=2024-01-05&sort=trending",
		"/search?limit=50&offset=100&q=x",
	} {
		t.Run(address, func(t *testing.T) {
			p := readURL(t, address)
			if diff := cmp.Diff(p, readURL(t, SearchURL(p))); diff != "" {
				t.Errorf("read again (-want +got):\n%s", diff)
			}
			anyOrder := cmpopts.SortSlices(func(a, b string) bool { return a < b })
			if diff := cmp.Diff(withoutPaging(p), readURL(t, "/search?"+submitted(p).Encode()), anyOrder); diff != "" {
				t.Errorf("sent by the form (-want +got):\n%s", diff)
			}
		})
	}
}

func withoutPaging(p search.Params) search.Params {
	p.Offset, p.Cursor = 0, ""
	return p
}

// submitted is what the unchanged form sends on a page whose only facet is author counts.
func submitted(p search.Params) url.Values {
	a := search.Answer{Facets: map[index.Facet][]index.Bucket{}}
	for _, v := range []string{"1", "2", "3", "unknown"} {
		a.Facets[index.FacetAuthorCount] = append(a.Facets[index.FacetAuthorCount], index.Bucket{Key: v, Value: v, Selected: slices.Contains(p.Filter.Values[index.FacetAuthorCount], v)})
	}
	f := NewFilters(OnSearchPage(p), a)
	v := url.Values{"q": {p.Q}, "from": {f.From}, "to": {f.To}}
	for _, h := range f.HiddenFields {
		v.Add(h.Name, h.Value)
	}
	for _, list := range f.Facets {
		for _, o := range list.Options {
			if o.Checked {
				v.Add(o.Name, o.Value)
			}
		}
	}
	for name, choices := range map[string][]Choice{"match": f.Match, "sort": NewSorts(p, nil)} {
		for _, c := range choices {
			if c.Selected {
				v.Add(name, c.Value)
			}
		}
	}
	tidy, _ := DropEmpty(v)
	return tidy
}

func TestChipsRemoveTheirFilterAlone(t *testing.T) {
	p := readURL(t, "/search?q=x&date=2024&date=2023&author_count=6-10&author_count=1&from=2020-05&authors_min=2&venue=unknown&offset=20")
	a := search.Answer{}
	want := []Link{
		{"2024", "/search?author_count=6-10&author_count=1&authors_min=2&date=2023&from=2020-05&q=x&venue=unknown"},
		{"2023", "/search?author_count=6-10&author_count=1&authors_min=2&date=2024&from=2020-05&q=x&venue=unknown"},
		{"6–10 authors", "/search?author_count=1&authors_min=2&date=2024&date=2023&from=2020-05&q=x&venue=unknown"},
		{"1 author", "/search?author_count=6-10&authors_min=2&date=2024&date=2023&from=2020-05&q=x&venue=unknown"},
		{"Venue unknown", "/search?author_count=6-10&author_count=1&authors_min=2&date=2024&date=2023&from=2020-05&q=x"},
		{"Since May 2020", "/search?author_count=6-10&author_count=1&authors_min=2&date=2024&date=2023&q=x&venue=unknown"},
		{"At least 2 authors", "/search?author_count=6-10&author_count=1&date=2024&date=2023&from=2020-05&q=x&venue=unknown"},
	}
	if diff := cmp.Diff(want, NewChips(OnSearchPage(p), a)); diff != "" {
		t.Errorf("chips (-want +got):\n%s", diff)
	}
	if len(p.Filter.Values[index.FacetDate]) != 2 {
		t.Errorf("making links changed the search itself: %v", p.Filter.Values)
	}
}

func TestPaperURLLeadsBackToTheID(t *testing.T) {
	for id, want := range map[data.ID]string{
		"arxiv:2203.03850":           "/papers/arxiv:2203.03850",
		"arxiv:math/0211159":         "/papers/arxiv:math/0211159",
		"doi:10.1000/a(b)<c>;2-#?%2": "/papers/doi:10.1000/a%28b%29%3Cc%3E;2-%23%3F%252",
		"doi:10.1000/../x":           "/papers/doi:10.1000%2F..%2Fx",
		"doi:10.1000//x":             "/papers/doi:10.1000%2F%2Fx",
		"csf:ä b":                    "/papers/csf:%C3%A4%20b",
	} {
		got := PaperURL(id)
		if got != want {
			t.Errorf("paperURL(%q) = %s, want %s", id, got, want)
		}
		if u, err := url.Parse(got); err != nil || u.Path != "/papers/"+string(id) {
			t.Errorf("%s leads to %q (%v), want %q", got, u.Path, err, id)
		}
	}
}

// Without data, only the orders that need none are offered, and the one in force.
func TestSortsWithoutData(t *testing.T) {
	p := readURL(t, "/search?q=x&sort=upvotes")
	var got []string
	for _, c := range NewSorts(p, nil) {
		got = append(got, c.Label)
	}
	if diff := cmp.Diff([]string{"Relevance", "Most upvotes", "Recently added", "Title", "First author"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestExternalLinksTellApart(t *testing.T) {
	var got []string
	for _, l := range ExternalLinks(data.Paper{ID: "arxiv:2603.00889", URLs: []string{
		"https://huggingface.co/papers/2603.00889", "https://huggingface.co/datasets/lab/CHIMERA", "https://lab.example.org/", "https://lab.example.org/data/" + strings.Repeat("x", 99),
	}}) {
		got = append(got, l.Text)
	}
	want := []string{"arXiv", "PDF", "Hugging Face", "Hugging Face: CHIMERA", "lab.example.org", "lab.example.org: " + strings.Repeat("x", 23) + "…"}
	if !slices.Equal(got, want) {
		t.Errorf("links %q, want %q", got, want)
	}
}
