package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
)

// profileLibrary has papers by a person under two spellings, with co-authors, venues and
// categories.
func profileLibrary() []data.Record {
	var records []data.Record
	add := func(p data.Paper) {
		p.ID = data.ID(fmt.Sprintf("arxiv:2501.%05d", len(records)+1))
		records = append(records, data.Record{Paper: p, Origin: data.Provenance{Source: "file", Location: "people.jsonl"}})
	}
	for i, topic := range []string{"rain", "snow", "hail", "fog"} {
		add(data.Paper{
			Title: "World models for " + topic, Abstract: "Weather.", Authors: []string{"Yann LeCun", "Ada Lovelace"},
			Date: data.Date{Year: 2019 + i}, Categories: []string{"cs.LG", "stat.ML"}, Venue: "Weather & Co.",
		})
	}
	add(data.Paper{Title: "Engines", Authors: []string{"Y. LeCun"}, Date: data.Date{Year: 1998}, Categories: []string{"cs.CV"}})
	for i := range 15 {
		add(data.Paper{Title: fmt.Sprintf("Something else %d", i), Authors: []string{"Ada Lovelace", fmt.Sprintf("Co Author%d", i)}, Date: data.Date{Year: 2020}, Categories: []string{"math.AG"}})
	}
	add(data.Paper{Title: "Hostile", Authors: []string{hostile}, Venue: "../../" + hostile, Categories: []string{hostile}})
	return records
}

func TestProfilePages(t *testing.T) {
	h := newHandler(t, newService(t, profileLibrary()...))
	for _, test := range []struct {
		name, address, selector string
		want                    []string
	}{
		{"title", "/authors/yann-lecun", "head title", []string{"Yann LeCun · Paperboy"}},
		{"heading", "/authors/yann-lecun", ".profile h1, .profile > p", []string{"Author", "Yann LeCun", "4 papers, 2019 to 2022"}},
		{"papers", "/authors/yann-lecun", ".hit h3", []string{"World models for fog", "World models for hail", "World models for snow", "World models for rain"}},
		{"the person among the authors", "/authors/yann-lecun?q=rain", ".hit mark", []string{"rain", "Yann LeCun"}},
		{"topics", "/authors/yann-lecun", `.profile dt:contains("Topics") + dd li`, []string{"World models"}},
		{"co-authors", "/authors/yann-lecun", `.profile dt:contains("Co-authors") + dd li`, []string{"Ada Lovelace 4"}},
		{"spellings", "/authors/yann-lecun", `.profile dt:contains("May also") + dd li`, []string{"Y. LeCun 1", "All together"}},
		{"many co-authors", "/authors/ada-lovelace", ".profile summary", []string{"6 more"}},
		{"a search within", "/authors/yann-lecun?q=rain", "#announce, .hit h3", []string{"1 paper found", "World models for rain"}},
		{"another order", "/authors/yann-lecun?sort=oldest&date=2019&date=2020", ".hit h3", []string{"World models for rain", "World models for snow"}},
		{"a topic", "/authors/yann-lecun?q=title%3A%22World+models%22", "#announce", []string{"4 papers found"}},
		{"nothing found", "/authors/yann-lecun?q=zyzzyva", ".nothing h2, .nothing li", []string{"No papers match", "All papers of Yann LeCun", "Search all papers for “zyzzyva”"}},
		{"a venue", "/venues/Weather%20&%20Co.", ".profile h1, .profile > p, .profile dt", []string{"Venue", "Weather & Co.", "4 papers, 2019 to 2022", "Topics", "Most papers by"}},
		{"a category", "/categories/cs.LG", ".profile h1, .profile > p", []string{"Category in Computer Science", "Machine Learning cs.LG", "4 papers, 2019 to 2022"}},
		{"beside a category", "/categories/cs.LG", `.profile dt:contains("Also in") + dd li`, []string{"Machine Learning (Statistics) 4"}},
		{"within an archive", "/categories/cs", `.profile h1, .profile dt:contains("Categories") + dd li`, []string{"Computer Science cs", "Machine Learning 4", "Machine Learning (Statistics) 4", "Computer Vision 1"}},
		{"names in filters", "/search", `.filter:contains("Category") .option span:first-of-type`, []string{"Algebraic Geometry math.AG", "Machine Learning cs.LG", "Machine Learning (Statistics) stat.ML", hostile, "Computer Vision cs.CV"}},
		{"a name in a chip", "/search?category=cs.CV", ".chips .chip", []string{"Computer Vision"}},
		{"no filter by itself", "/authors/yann-lecun?author=ada+lovelace", ".chip", []string{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := pageOf(t, h, http.StatusOK, test.address)
			got := texts(doc.Find(test.selector))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%s of %s (-want +got):\n%s", test.selector, test.address, diff)
			}
		})
	}
	doc := pageOf(t, h, http.StatusOK, "/authors/yann-lecun?q=rain")
	for selector, want := range map[string]string{
		`.profile dt:contains("Co-authors") + dd a`:              "/authors/ada-lovelace",
		`.profile dt:contains("Topics") + dd a`:                  "/authors/yann-lecun?q=title%3A%22World+models%22",
		`.profile dt:contains("May also") + dd li:last-child a`:  "/search?author=yann+lecun&author=y+lecun",
		`.save-search a[href*="format=bibtex"]`:                  "/api/v1/export?author=Yann+LeCun&format=bibtex&q=rain",
		`link[type="application/atom+xml"]`:                      "/api/v1/authors/yann-lecun.atom?q=rain",
		`.save-search a[href*=".json"]`:                          "/api/v1/authors/yann-lecun.json?q=rain",
		`.save-search a:contains("Follow this search")[href*=a]`: "/search?added_after=",
	} {
		if got, _ := doc.Find(selector).First().Attr("href"); got != want && !(strings.HasSuffix(want, "=") && strings.HasPrefix(got, want) && strings.Contains(got, "author=Yann+LeCun")) {
			t.Errorf("%s leads to %s, want %s", selector, got, want)
		}
	}
	if got, _ := doc.Find("#search").Attr("action"); got != "/authors/yann-lecun" {
		t.Errorf("the search form sends to %s", got)
	}
	if got, _ := pageOf(t, h, http.StatusOK, "/categories/cs").Find(`.profile a[href="/categories/cs.LG"]`).Attr("title"); got != "cs.LG" {
		t.Errorf("the title of a category is %q, want its code", got)
	}
}

func TestProfileRedirects(t *testing.T) {
	h := newHandler(t, newService(t, profileLibrary()...))
	for address, want := range map[string]string{
		"/authors/Yann%20LeCun":                "/authors/yann-lecun",
		"/authors/LeCun,%20Yann?q=a&date=":     "/authors/yann-lecun?q=a",
		"/categories/CS.lg":                    "/categories/cs.LG",
		"/venues/%20weather%20%20&%20co.%20":   "/venues/weather%20&%20co.",
		"/venues/weather%20&%20co.?limit=3":    "/venues/Weather%20&%20Co.?limit=3",
		"/authors/yann-lecun?cursor=AAAA&q=a":  "/authors/yann-lecun?q=a",
		"/authors/yann-lecun?q=&sort=&limit=4": "/authors/yann-lecun?limit=4",
	} {
		answer := get(t, h, address)
		if got := answer.Header().Get("Location"); answer.Code != http.StatusSeeOther || got != want {
			t.Errorf("GET %s: %d to %s, want %s", address, answer.Code, got, want)
		}
	}
}

func TestUnknownProfilePages(t *testing.T) {
	h := newHandler(t, newService(t, profileLibrary()...))
	for address, want := range map[string]string{
		"/authors/lecun":      "No such author|No paper here has the author “lecun”. Similar names:|Yann LeCun /authors/yann-lecun|Y. LeCun /authors/y-lecun|Search for “lecun” /search?q=lecun",
		"/authors/%3A":        "No such author|No paper here has the author “:”.|Search for “:” /search?q=%3A",
		"/categories/cs.LX":   "No such category|No paper here has the category “cs.LX”. Similar names:|Machine Learning (cs.LG) /categories/cs.LG|Computer Vision (cs.CV) /categories/cs.CV|Search for “cs.LX” /search?q=cs.LX",
		"/categories/machine": "No such category|No paper here has the category “machine”. Similar names:|Machine Learning (cs.LG) /categories/cs.LG|Machine Learning (Statistics) (stat.ML) /categories/stat.ML|Search for “machine” /search?q=machine",
		"/venues/unknown":     "No such venue|No paper here has the venue “unknown”.|Search for “unknown” /search?q=unknown",
	} {
		doc := pageOf(t, h, http.StatusNotFound, address)
		got := texts(doc.Find(".prose h1, .prose p:first-of-type"))
		for _, a := range doc.Find(".prose a").EachIter() {
			href, _ := a.Attr("href")
			got = append(got, a.Text()+" "+href)
		}
		if diff := cmp.Diff(want, strings.Join(got, "|")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", address, diff)
		}
	}
	if status := get(t, h, "/authors/"+strings.Repeat("x", 501)).Code; status != http.StatusBadRequest {
		t.Errorf("a name of 501 bytes: %d", status)
	}
}

// TestHostileProfiles checks that names that try to be markup or paths have pages too.
func TestHostileProfiles(t *testing.T) {
	h := newHandler(t, newService(t, profileLibrary()...))
	for _, address := range []string{"/venues/" + url.PathEscape("../../"+hostile), "/categories/" + url.PathEscape(hostile)} {
		doc := pageOf(t, h, http.StatusOK, address)
		if got := doc.Find(".hit h3").Text(); got != "Hostile" || doc.Find(`main img, main script`).Length() > 0 {
			t.Errorf("%s: papers %q, %d elements of the name", address, got, doc.Find("main img, main script").Length())
		}
	}
}
