package web

import (
	"bytes"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"paperboy/api"
	"paperboy/api/lists"
	"paperboy/data"
	"paperboy/data/latex"
)

// TestTemplatesFitTheirStructs executes every template with an empty struct, which takes the empty
// branches, and with a full one, which takes the others. A field that a template names and its
// struct lacks is an error in one of them.
func TestTemplatesFitTheirStructs(t *testing.T) {
	s, err := newSite(nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages() {
		full := reflect.New(reflect.TypeOf(p.data)).Elem()
		fill(full, 0)
		for state, data := range map[string]rendering{"zero": {Page: p.data}, "full": {Page: full.Interface(), Theme: darkTheme, Back: "/"}} {
			var b bytes.Buffer
			if err := s.templates[p.template].ExecuteTemplate(&b, "layout", data); err != nil {
				t.Errorf("page %s, %s: %v", p.template, state, err)
			}
			if !bytes.HasSuffix(bytes.TrimSpace(b.Bytes()), []byte("</html>")) {
				t.Errorf("page %s, %s: cut short", p.template, state)
			}
		}
	}
}

// maxPointers is how many pointers fill follows: a series may be part of another.
const maxPointers = 5

// fill sets every field to a non-zero value, and slices to two elements. It does not descend into
// formulas, which are recursive. pointers is how many it has followed.
func fill(v reflect.Value, pointers int) {
	if v.Type() == reflect.TypeFor[latex.Node]() {
		v.Set(reflect.ValueOf(latex.Node{Kind: latex.Identifier, Text: "x"}))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for _, f := range v.Fields() {
			fill(f, pointers)
		}
	case reflect.Pointer:
		if pointers == maxPointers {
			return
		}
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), pointers+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), pointers)
		fill(v.Index(1), pointers)
	case reflect.String:
		v.SetString("text")
	case reflect.Int:
		v.SetInt(7)
	case reflect.Bool:
		v.SetBool(true)
	default:
		panic("fill: " + v.Kind().String())
	}
}

func TestEveryTemplateBelongsToAPage(t *testing.T) {
	names, err := fs.Glob(files, "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{"templates/layout.html": true}
	for _, p := range pages() {
		want["templates/"+p.template+".html"] = true
	}
	for _, name := range names {
		if !want[name] {
			t.Errorf("%s is in no row of the table of pages", name)
		}
	}
}

// pageExamples has addresses in the tests' library for pages whose address has a parameter, and
// for those that look different with one. LIST and READ are replaced by the keys of a reading list.
var pageExamples = map[string][]string{
	"/search":                             {"/search", "/search?q=neural+parsing&author_count=2&date=2020&from=2001-01-01", "/search?q=hostile", "/search?q=zyzzyva+parsing&match=all", "/search?q=parsign"},
	"/map":                                {"/map", "/map?paper=neural+pars"},
	"/search/map":                         {"/search/map?q=neural+parsing"},
	"/search/grid":                        {"/search/grid?q=neural&date=2020&author_count=3"},
	"/search/facets/:facet":               {"/search/facets/author?q=neural&facet_contains=a"},
	"/receipt":                            {"/receipt?q=neural+parsing", "/receipt?q=zyzzyva&author_count=1&at=2025-01-01T00:00:00Z"},
	"/papers/*":                           {"/papers/csf:hostile", "/papers/arxiv:2401.00001/neighbourhood", "/papers/arxiv:2203.03850", "/papers/pb:00000000000000ac", "/papers/arxiv:0000.00000"},
	"/lists/:key/map":                     {"/lists/LIST/map"},
	"/similar":                            {"/similar", "/similar?add=neural+pars&avoid=qwertz", "/similar?like=arxiv:2401.00001&unlike=arxiv:2402.00002"},
	"/between":                            {"/between?a=arxiv:2401.00001&b=arxiv:2402.00002", "/between?a=neural+pars&b=qwertz"},
	"/lists/:key":                         {"/lists/LIST", "/lists/READ"},
	"/lists/:key/new":                     {"/lists/LIST/new"},
	"/subscribe":                          {"/subscribe", "/subscribe?kind=search&search=q%3Dneural%26date%3D2020", "/subscribe?kind=list&list=LIST", "/subscribe?kind=trending"},
	"/subscriptions/:key":                 {"/subscriptions/SUBSCRIBER", "/subscriptions/SUBSCRIPTION?done=confirmed", "/subscriptions/WAITING"},
	"/subscriptions/:key" + confirmSuffix: {"/subscriptions/WAITING/confirm", "/subscriptions/SUBSCRIPTION/confirm"},
	"/u/:key":                             {"/u/SUBSCRIBER"},
	"/help/:topic":                        {"/help/search", "/help/api", "/help/limits"},
	"/days":                               {"/days", "/days?q=hostile&by=added", "/days?q=zyzzyva", "/days?by=date", "/days?sort=like"},
	"/days/:period":                       {"/days/2022-03-09", "/days/2022-03-10", "/days/2022-03-09?q=zyzzyva&author_count=2"},
	"/weeks/:period":                      {"/weeks/2022-W10"},
	"/months/:period":                     {"/months/2022-03", "/months/2015-01?by=date&q=neural"},
	"/authors/:author":                    {"/authors/grzegorz-chrupala", "/authors/ada-lovelace?q=zyzzyva", "/authors/nobody-at-all"},
	"/venues/:venue":                      {"/venues/ACL", "/venues/" + url.PathEscape("Venue "+hostile), "/venues/AXL"},
	"/categories/:category":               {"/categories/cs.CL", "/categories/cs?q=code", "/categories/cs.XX"},
	"/trending":                           {"/trending", "/trending?q=unixcoder", "/trending?q=zyzzyva"},
}

// pageAddresses returns an address of every page. If more is true, it returns all of pageExamples.
func pageAddresses(t *testing.T, service *api.Service, more bool) []string {
	t.Helper()
	list, err := service.Lists.Create(t.Context(), lists.NewList{Name: "To read", IDs: []data.ID{"arxiv:2203.03850", "csf:hostile"}})
	if err != nil {
		t.Fatal(err)
	}
	keys := strings.NewReplacer("LIST", string(list.EditKey), "READ", string(list.ReadKey))
	if service.Alerts != nil {
		all, one, waiting := subscribed(t, service)
		keys = strings.NewReplacer("LIST", string(list.EditKey), "READ", string(list.ReadKey), "SUBSCRIBER", string(all), "SUBSCRIPTION", string(one), "WAITING", string(waiting))
	}
	var addresses []string
	for _, p := range pages() {
		examples := pageExamples[p.path]
		switch {
		case p.path == "" || p.feature == &mailing && service.Alerts == nil:
			continue
		case examples == nil && strings.ContainsAny(p.path, ":*"):
			t.Errorf("page %s has a parameter: pageExamples needs an address of it", p.path)
			continue
		case examples == nil:
			examples = []string{p.path}
		case !more && p.path != "/papers/*":
			examples = examples[:1]
		}
		for _, address := range examples {
			addresses = append(addresses, keys.Replace(address))
		}
	}
	return addresses
}

// TestEveryPageAnswers requests every page of the table with GET and HEAD.
func TestEveryPageAnswers(t *testing.T) {
	service := newService(t, collection()...)
	withMail(t, service)
	h := newHandler(t, service)
	addresses := pageAddresses(t, service, false)
	if len(addresses) < len(pages())-2 {
		t.Errorf("%d addresses of %d pages", len(addresses), len(pages()))
	}
	for _, address := range addresses {
		answer := get(t, h, address)
		if want := http.StatusOK; answer.Code != want && !(answer.Code == http.StatusSeeOther && strings.HasPrefix(address, "/receipt")) && !strings.Contains(address, "0000.00000") {
			t.Errorf("GET %s: %d", address, answer.Code)
		}
		head := httptest.NewRecorder()
		h.ServeHTTP(head, httptest.NewRequest(http.MethodHead, address, nil))
		if head.Code >= http.StatusInternalServerError || head.Code == http.StatusMethodNotAllowed {
			t.Errorf("HEAD %s: %d", address, head.Code)
		}
	}
}
