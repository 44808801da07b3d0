package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/api"
	"paperboy/api/fault"
	"paperboy/api/profiles"
	"paperboy/index"
	"paperboy/index/assist/lexicon"
)

const profilePapers = `{"id":"x:1","title":"World models for rain","authors":["Yann LeCun","Ada Lovelace"],"date":"2019-05","categories":["cs.LG","stat.ML"],"venue":"ACL / IJCNLP"}
{"id":"x:2","title":"World models and speech","authors":["Ada Lovelace","Yann LeCun","Alan Turing"],"date":"2021-01-07","categories":["cs.LG"],"venue":"Proc. of X.atom"}
{"id":"x:3","title":"A world model","authors":["Y. LeCun"],"date":"1998","categories":["cs.CV"]}
{"id":"x:4","title":"On engines","authors":["Ada Lovelace","Yann A. LeCun"],"categories":["cs","math.NA"],"venue":"ACL / IJCNLP"}
{"id":"x:5","title":"Nobody's","authors":["李明"],"date":"2021","categories":["cs.LG"],"venue":"acl /  ijcnlp"}
{"id":"x:6","title":"Without authors","categories":["I.2.7"]}
`

// newProfilesRig serves papers, with the topics of a lexicon that has read them.
func newProfilesRig(t *testing.T) *rig {
	t.Helper()
	r := newDailyRig(t, profilePapers)
	words := lexicon.New()
	if err := words.Read(t.Context(), r.options.Store); err != nil {
		t.Fatal(err)
	}
	options := r.options
	options.Topics, options.Completer = words, words
	return newRigWith(t, options)
}

func describeProfile(a profiles.Answer) string {
	list := func(names []profiles.Named) string {
		var all []string
		for _, n := range names {
			all = append(all, fmt.Sprintf("%s %d", n.Value, n.Count))
		}
		return strings.Join(all, ", ")
	}
	return fmt.Sprintf("%s: %s, %s; %d papers; years %v; with [%s]; topics %v; spellings [%s]; found %v", a.Kind, a.Name, a.Value, a.Papers, a.Years, list(a.Coauthors), a.Topics, list(a.Spellings), ids(a.Answer))
}

func TestProfiles(t *testing.T) {
	r := newProfilesRig(t)
	lecun := "author: Yann LeCun, yann lecun; 2 papers; years [{2019 1} {2021 1}]; with [ada lovelace 2, alan turing 1]; topics []; spellings [y lecun 1, yann a lecun 1]; found "
	acl := "venue: ACL / IJCNLP, ACL / IJCNLP; 3 papers; years [{2019 1} {2021 1}]; with [ada lovelace 2, yann a lecun 1, yann lecun 1, 李明 1]; topics []; spellings []; found [x:5 x:1 x:4]"
	for path, want := range map[string]string{
		"/authors/yann%20lecun":                  lecun + "[x:2 x:1]",
		"/authors/yann-lecun":                    lecun + "[x:2 x:1]",
		"/authors/LeCun,%20Yann":                 lecun + "[x:2 x:1]",
		"/authors/YANN.LECUN?sort=oldest":        lecun + "[x:1 x:2]",
		"/authors/yann-lecun?q=speech":           lecun + "[x:2]",
		"/authors/yann-lecun?date=2019":          lecun + "[x:1]",
		"/authors/yann-lecun?author=alan+turing": lecun + "[x:2]",
		"/authors/yann-lecun?q=speech&date=2019": lecun + "[]",
		"/authors/y-lecun":                       "author: Y. LeCun, y lecun; 1 papers; years [{1998 1}]; with []; topics []; spellings [yann lecun 2, yann a lecun 1]; found [x:3]",
		"/authors/%E6%9D%8E%E6%98%8E":            "author: 李明, 李明; 1 papers; years [{2021 1}]; with []; topics []; spellings []; found [x:5]",
		"/venues/ACL%20%2F%20IJCNLP":             acl,
		"/venues/Proc.%20of%20X%2Eatom":          "venue: Proc. of X.atom, Proc. of X.atom; 1 papers; years [{2021 1}]; with [ada lovelace 1, alan turing 1, yann lecun 1]; topics []; spellings []; found [x:2]",
		"/venues/Proc.%20of%20X.atom":            "404",
		"/venues/acl+%2F+ijcnlp":                 "404",
		"/venues/acl%20%2f%20%20ijcnlp":          acl,
		"/categories/cs.lg?q=rain":               "category: Machine Learning, cs.LG; 3 papers; years [{2019 1} {2021 2}]; with [ada lovelace 2, yann lecun 2, alan turing 1, 李明 1]; topics []; spellings []; found [x:1]",
		"/categories/CS":                         "category: Computer Science, cs; 5 papers; years [{1998 1} {2019 1} {2021 2}]; with [ada lovelace 3, yann lecun 2, alan turing 1, y lecun 1, yann a lecun 1, 李明 1]; topics []; spellings []; found [x:2 x:5 x:1 x:3 x:4]",
		"/categories/I.2.7":                      "category: I.2.7, I.2.7; 1 papers; years []; with []; topics []; spellings []; found [x:6]",
		"/categories/cs.LG?limit=1&offset=1":     "category: Machine Learning, cs.LG; 3 papers; years [{2019 1} {2021 2}]; with [ada lovelace 2, yann lecun 2, alan turing 1, 李明 1]; topics []; spellings []; found [x:5]",
	} {
		status, body := r.get(path)
		switch {
		case want == "404":
			if status != http.StatusNotFound {
				t.Errorf("GET %s: %d, want %s", path, status, want)
			}
		case status != http.StatusOK:
			t.Errorf("GET %s: %d %s", path, status, body)
		default:
			if diff := cmp.Diff(want, describeProfile(decode[profiles.Answer](r, body))); diff != "" {
				t.Errorf("GET %s (-want +got):\n%s", path, diff)
			}
			kind := strings.SplitN(path, "/", 3)[1]
			api.ValidateAnswer(t, "get", map[string]string{"authors": "/authors/{author}", "venues": "/venues/{venue}", "categories": "/categories/{category}"}[kind], status, body)
		}
	}
}

// TestProfileFacets checks that facets are counted within the profile, and have names.
func TestProfileFacets(t *testing.T) {
	r := newProfilesRig(t)
	count := func(path string, f index.Facet) string {
		var all []string
		for _, b := range answer[profiles.Answer](r, path).Facets[f] {
			all = append(all, fmt.Sprintf("%s %q %d %v", b.Value, b.Label, b.Count, b.Selected))
		}
		return strings.Join(all, ", ")
	}
	for _, test := range []struct {
		path  string
		facet index.Facet
		want  string
	}{
		{"/authors/yann-lecun?facets=author,category", index.FacetAuthor, `ada lovelace "" 2 false, alan turing "" 1 false`},
		{"/authors/yann-lecun?facets=author,category", index.FacetCategory, `cs.LG "Machine Learning" 2 false, stat.ML "Machine Learning (Statistics)" 1 false`},
		{"/authors/yann-lecun?facets=author&author=alan+turing", index.FacetAuthor, `ada lovelace "" 2 false, alan turing "" 1 true`},
		{"/authors/yann-lecun?facets=author&author=yann+lecun", index.FacetAuthor, `ada lovelace "" 2 false, yann lecun "" 2 true, alan turing "" 1 false`},
		{"/categories/cs?facets=category", index.FacetCategory, `cs.LG "Machine Learning" 3 false, cs.CV "Computer Vision" 1 false, math.NA "Numerical Analysis" 1 false, stat.ML "Machine Learning (Statistics)" 1 false`},
		{"/categories/cs?facets=author_count&author_count=1", index.FacetAuthorCount, `1 "" 2 true, 2 "" 2 false, 3 "" 1 false`},
	} {
		if got := count(test.path, test.facet); got != test.want {
			t.Errorf("%s: %s\n%s, want\n%s", test.path, test.facet, got, test.want)
		}
	}
	found := answer[profiles.Answer](r, "/authors/ada-lovelace?facets=category&facet_contains=machine")
	if b := found.Facets[index.FacetCategory]; len(b) != 2 || b[0].Value != "cs.LG" {
		t.Errorf("categories with a word machine in their names: %v", b)
	}
}

func TestUnknownProfiles(t *testing.T) {
	r := newProfilesRig(t)
	for path, want := range map[string]string{
		"/authors/lecun":            `no paper here has the author "lecun"; the nearest are "Yann LeCun", "Y. LeCun", "Yann A. LeCun"`,
		"/authors/ada-lovelase":     `no paper here has the author "ada lovelase"; the nearest are "Ada Lovelace"`,
		"/authors/bob-lovelase":     `no paper here has the author "bob lovelase"; the nearest are "Ada Lovelace"`,
		"/authors/%3A":              `no paper here has the author ":"`,
		"/authors/unknown":          `no paper here has the author "unknown"`,
		"/authors/%3Cscript%3E":     `no paper here has the author "script"`,
		"/authors/%22%20OR%20x:y":   `no paper here has the author "or x y"`,
		"/venues/ijcnlp":            `no paper here has the venue "ijcnlp"; the nearest are "ACL / IJCNLP", "acl / ijcnlp"`,
		"/categories/cs.LX":         `no paper here has the category "cs.LX"; the nearest are "cs.LG", "cs.CV"`,
		"/categories/machine":       `no paper here has the category "machine"; the nearest are "cs.LG", "stat.ML"`,
		"/categories/Unknown":       `no paper here has the category "Unknown"`,
		"/authors/nobody-here.atom": `no paper here has the author "nobody here"`,
	} {
		status, body := r.get(path)
		problem := decode[api.Problem](r, body)
		if status != http.StatusNotFound || problem.Code != fault.NotFound || problem.Detail != want {
			t.Errorf("GET %s: %d %s\n%s, want\n%s", path, status, problem.Code, problem.Detail, want)
		}
	}
	for path, code := range map[string]fault.Code{
		"/authors/" + strings.Repeat("x", 501):                  fault.TooLong,
		"/authors/" + strings.Repeat("%3A", 501) + "?limit=1":   fault.TooLong,
		"/authors/yann-lecun?limit=101":                         fault.OutOfRange,
		"/authors/yann-lecun?name=x":                            fault.UnknownParameter,
		"/categories/cs.LG.atom?from=2025&to=2024":              fault.Contradiction,
		"/venues/" + strings.Repeat("y", 501) + ".json":         fault.TooLong,
		"/authors/yann-lecun?cursor=" + url.QueryEscape("AAAA"): fault.InvalidCursor,
	} {
		if status, body := r.get(path); status != http.StatusBadRequest || decode[api.Problem](r, body).Code != code {
			t.Errorf("GET %.60s: %d %s, want %s", path, status, body, code)
		}
	}
}

// TestProfileCursors checks that a cursor continues its own profile only.
func TestProfileCursors(t *testing.T) {
	r := newProfilesRig(t)
	first := answer[profiles.Answer](r, "/authors/ada-lovelace?limit=1")
	second := answer[profiles.Answer](r, "/authors/Ada+Lovelace?limit=1&cursor="+first.NextCursor)
	if fmt.Sprint(ids(first.Answer), ids(second.Answer)) != "[x:2] [x:1]" {
		t.Errorf("pages %v and %v", ids(first.Answer), ids(second.Answer))
	}
	for _, path := range []string{"/authors/yann-lecun", "/search", "/venues/ACL%20%2F%20IJCNLP"} {
		if status, body := r.get(path + "?limit=1&cursor=" + first.NextCursor); status != http.StatusBadRequest || decode[api.Problem](r, body).Code != fault.CursorMismatch {
			t.Errorf("GET %s with the cursor of another: %d %s", path, status, body)
		}
	}
}

// TestProfileFollowsThePapers checks that a remembered profile is not one of before a change.
func TestProfileFollowsThePapers(t *testing.T) {
	r := newProfilesRig(t)
	if a := answer[profiles.Answer](r, "/authors/alan-turing"); a.Papers != 1 {
		t.Fatalf("%d papers", a.Papers)
	}
	if status, body := r.post("/papers?wait=visible", `{"id":"x:7","title":"On computable numbers","authors":["Alan Turing"],"date":"1936"}`); status != http.StatusOK {
		t.Fatalf("POST /papers: %d %s", status, body)
	}
	if a := answer[profiles.Answer](r, "/authors/alan-turing"); a.Papers != 2 || a.Years[0].Year != 1936 {
		t.Errorf("after a new paper: %s", describeProfile(a))
	}
}

func TestProfileFeeds(t *testing.T) {
	r := newProfilesRig(t)
	for _, test := range []struct{ path, self, page, title, want string }{
		{"/authors/LeCun,%20Yann.atom?sort=oldest", "/authors/yann-lecun.atom", "/authors/yann-lecun?sort=added", "Paperboy: Yann LeCun", "[World models and speech World models for rain]"},
		{"/authors/yann-lecun.atom?q=rain&limit=3", "/authors/yann-lecun.atom?limit=3&q=rain", "/authors/yann-lecun?q=rain&sort=added", "Paperboy: Yann LeCun: rain", "[World models for rain]"},
		{"/categories/CS.lg.atom?date=2021", "/categories/cs.LG.atom?date=2021", "/categories/cs.LG?date=2021&sort=added", "Paperboy: Machine Learning: date: 2021", "[World models and speech Nobody's]"},
		{"/venues/ACL%20%2F%20IJCNLP.atom", "/venues/ACL%20%2F%20IJCNLP.atom", "/venues/ACL%20%2F%20IJCNLP?sort=added", "Paperboy: ACL / IJCNLP", "[Nobody's World models for rain On engines]"},
	} {
		f, titles := r.atom(test.path)
		if f.Title != test.title || f.ID != r.url+test.page || f.Links[0].Href != r.url+"/api/v1"+test.self || fmt.Sprint(titles) != test.want {
			t.Errorf("%s: %q, %s, %s, %v", test.path, f.Title, f.ID, f.Links[0].Href, titles)
		}
	}
	if f := answer[jsonFeed](r, "/authors/yann-lecun.json?limit=1"); len(f.Items) != 1 || f.Self != r.url+"/api/v1/authors/yann-lecun.json?limit=1" {
		t.Errorf("JSON feed %+v", f)
	}
}
