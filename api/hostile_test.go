package api_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"paperboy/api"
	"paperboy/api/library"
	"paperboy/api/search"
	"paperboy/data"
)

func TestBadRequests(t *testing.T) {
	r := newRig(t)
	auth := []string{"Authorization", "Bearer " + token}
	long := strings.Repeat("x", search.MaxQueryLength+1)
	tests := []struct {
		name         string
		method, path string
		body         string
		header       []string
		status       int
		code, param  string
		detail       string // a part of it
	}{
		{name: "impossible month", path: "/search?from=2024-13", status: 400, code: "invalid_date", param: "from", detail: "2024-13"},
		{name: "impossible day", path: "/search?to=2023-02-29", status: 400, code: "invalid_date", param: "to"},
		{name: "date in words", path: "/search?date=yesterday", status: 400, code: "invalid_date", param: "date"},
		{name: "moment without zone", path: "/search?added_after=2024-01-01T00:00:00", status: 400, code: "invalid_date", param: "added_after"},
		{name: "huge limit", path: "/search?limit=101", status: 400, code: "out_of_range", param: "limit", detail: "0 to 100"},
		{name: "limit beyond int", path: "/search?limit=99999999999999999999", status: 400, code: "invalid_number", param: "limit"},
		{name: "negative limit", path: "/search?limit=-1", status: 400, code: "out_of_range", param: "limit"},
		{name: "deep offset", path: "/search?offset=10001", status: 400, code: "out_of_range", param: "offset"},
		{name: "unknown parameter", path: "/search?querry=x", status: 400, code: "unknown_parameter", param: "querry"},
		{name: "misspelled parameter", path: "/search?fasets=x", status: 400, code: "unknown_parameter", param: "fasets", detail: `did you mean "facets"`},
		{name: "parameter where none is", path: "/stats?verbose=1", status: 400, code: "unknown_parameter", param: "verbose"},
		{name: "repeated parameter", path: "/search?q=a&q=b", status: 400, code: "repeated_parameter", param: "q"},
		{name: "unknown sort", path: "/search?sort=newset", status: 400, code: "invalid_value", param: "sort", detail: `did you mean "newest"`},
		{name: "unknown facet", path: "/search?facets=dates", status: 400, code: "invalid_value", param: "facets"},
		{name: "unknown field", path: "/search?fields=id,titel", status: 400, code: "invalid_value", param: "fields", detail: `did you mean "title"`},
		{name: "unknown count bucket", path: "/search?author_count=7", status: 400, code: "invalid_value", param: "author_count"},
		{name: "no boolean", path: "/search?highlight=ja", status: 400, code: "invalid_value", param: "highlight"},
		{name: "range upside down", path: "/search?from=2024&to=2023", status: 400, code: "contradiction", param: "from"},
		{name: "authors upside down", path: "/search?authors_min=5&authors_max=2", status: 400, code: "contradiction", param: "authors_min"},
		{name: "offset and cursor", path: "/search?offset=5&cursor=x", status: 400, code: "contradiction", param: "offset"},
		{name: "cursor of nobody", path: "/search?cursor=AAAA", status: 400, code: "invalid_cursor", param: "cursor"},
		{name: "cursor not base64", path: "/search?cursor=%00%ff", status: 400, code: "invalid_cursor", param: "cursor"},
		{name: "long query", path: "/search?q=" + long, status: 400, code: "too_long", param: "q"},
		{name: "complex query", path: "/search?q=" + strings.Repeat("%22a+b%22+", 501), status: 400, code: "too_complex", param: "q"},
		{name: "deep query", path: "/search?q=" + strings.Repeat("(a+OR+(b+", 30), status: 400, code: "too_complex", param: "q"},
		{name: "long facet value", path: "/search?venue=" + long, status: 400, code: "too_long", param: "venue"},
		{name: "many facet values", path: "/search?" + strings.Repeat("a=1&", 0) + manyVenues(101), status: 400, code: "too_many_values", param: "venue"},
		{name: "broken escape", path: "/search?q=%zz", status: 400, code: "invalid_encoding"},
		{name: "semicolon", path: "/search?q=a;b", status: 400, code: "invalid_encoding"},
		{name: "no such route", path: "/nothing", status: 404, code: "no_such_route"},
		{name: "no such version", path: "/../v2/search", status: 404, code: "no_such_route"},
		{name: "method not allowed", method: "POST", path: "/search", status: 405, code: "method_not_allowed"},
		{name: "patch", method: "PATCH", path: "/papers/arxiv:2203.03850", status: 405, code: "method_not_allowed"},

		{name: "unknown paper", path: "/papers/arxiv:9912.00001", status: 404, code: "not_found", detail: "arxiv:9912.00001"},
		{name: "unknown paper, similar", path: "/papers/arxiv:9912.00001/similar", status: 404, code: "not_found", detail: "arxiv:9912.00001"},
		{name: "unknown paper, neighbourhood", path: "/papers/arxiv:9912.00001/neighbourhood", status: 404, code: "not_found", detail: "arxiv:9912.00001"},
		{name: "no neighbours wanted", path: "/papers/2203.03850/neighbourhood?n=0", status: 400, code: "out_of_range", param: "n", detail: "want 1 to 60"},
		{name: "many neighbours", path: "/papers/2203.03850/neighbourhood?n=61", status: 400, code: "out_of_range", param: "n"},
		{name: "half a neighbour", path: "/papers/2203.03850/neighbourhood?n=1.5", status: 400, code: "invalid_number", param: "n"},
		{name: "neighbours' sources", path: "/papers/2203.03850/neighbourhood?fields=sources", status: 400, code: "invalid_value", param: "fields"},
		{name: "neighbours' limit", path: "/papers/2203.03850/neighbourhood?limit=3", status: 400, code: "unknown_parameter", param: "limit"},
		{name: "id with a NUL", path: "/papers/a%00b", status: 400, code: "invalid_id"},
		{name: "no id", path: "/papers/", status: 400, code: "invalid_id"},
		{name: "lookup of nothing", path: "/papers/lookup", status: 400, code: "missing_parameter", param: "id"},
		{name: "no ids", path: "/papers", status: 400, code: "missing_parameter", param: "ids"},
		{name: "many ids", path: "/papers?ids=" + strings.Repeat("a:1,", 101), status: 400, code: "too_many_values", param: "ids"},

		{name: "similar to nothing", path: "/similar", status: 400, code: "nothing_to_compare"},
		{name: "similar to function words", method: "POST", path: "/similar", body: `{"text":"of the"}`, status: 400, code: "nothing_to_compare"},
		{name: "similar to a number", method: "POST", path: "/similar", body: `7`, status: 400, code: "invalid_json"},
		{name: "similar, nested", method: "POST", path: "/similar", body: `{"text":{"a":1}}`, status: 400, code: "invalid_value", param: "text"},
		{name: "similar, unknown key", method: "POST", path: "/similar", body: `{"texts":"a"}`, status: 400, code: "unknown_parameter", param: "texts", detail: `did you mean "text"`},
		{name: "similar, cut short", method: "POST", path: "/similar", body: `{"text":"a`, status: 400, code: "invalid_json"},
		{name: "similar, two objects", method: "POST", path: "/similar", body: `{"text":"a"}{}`, status: 400, code: "invalid_json"},
		{name: "similar, bad filter", method: "POST", path: "/similar", body: `{"text":"a","from":"2024-13"}`, status: 400, code: "invalid_date", param: "from"},
		{name: "similar, liked and unliked", path: "/similar?like=2203.03850&unlike=arXiv:2203.03850v2", status: 400, code: "contradiction", detail: "2203.03850"},
		{name: "similar, no factor", path: "/similar?id=2203.03850&boost_terms=graph", status: 400, code: "invalid_value", param: "boost_terms", detail: "graph:2"},
		{name: "similar, no term", path: "/similar?id=2203.03850&boost_terms=:2", status: 400, code: "invalid_value", param: "boost_terms"},
		{name: "similar, factor of words", path: "/similar?id=2203.03850&boost_terms=graph:much", status: 400, code: "invalid_number", param: "boost_terms"},
		{name: "similar, negative factor", path: "/similar?id=2203.03850&boost_terms=graph:-1", status: 400, code: "out_of_range", param: "boost_terms"},
		{name: "similar, factor that is no number", method: "POST", path: "/similar", body: `{"text":"a graph","boost_terms":{"graph":"NaN"}}`, status: 400, code: "out_of_range", param: "boost_terms"},
		{name: "similar, factor of an object", method: "POST", path: "/similar", body: `{"text":"a graph","boost_terms":{"graph":{}}}`, status: 400, code: "invalid_number", param: "boost_terms"},
		{name: "similar, too much variety", path: "/similar?id=2203.03850&variety=1.5", status: 400, code: "out_of_range", param: "variety"},
		{name: "similar, no number of variety", path: "/similar?id=2203.03850&variety=much", status: 400, code: "invalid_number", param: "variety"},
		{name: "similar, too many shared terms", path: "/similar?id=2203.03850&shared_terms=251", status: 400, code: "out_of_range", param: "shared_terms"},
		{name: "between a paper and itself", path: "/between?a=2203.03850&b=arXiv:2203.03850v1", status: 400, code: "contradiction", detail: "one paper"},
		{name: "between one", path: "/between?a=2203.03850", status: 400, code: "missing_parameter", param: "b"},
		{name: "between none", path: "/between", status: 400, code: "missing_parameter", param: "a"},
		{name: "between three", path: "/between?a=2203.03850&b=x:1&b=x:2", status: 400, code: "repeated_parameter", param: "b"},
		{name: "between an unknown one", path: "/between?a=2203.03850&b=x:1", status: 404, code: "not_found", detail: "x:1"},
		{name: "between what is no id", path: "/between?a=2203.03850&b=%00", status: 400, code: "invalid_id", param: "b"},
		{name: "similar, long text", method: "POST", path: "/similar", body: `{"text":"` + strings.Repeat("x ", 50_001) + `"}`, status: 400, code: "too_long", param: "text"},
		{name: "similar, huge body", method: "POST", path: "/similar", body: strings.Repeat(" ", 3<<20), status: 413, code: "body_too_large"},
		{name: "similar, wrong type", method: "POST", path: "/similar", body: `text=a`, header: []string{"Content-Type", "multipart/form-data; boundary=x"}, status: 415, code: "unsupported_media_type"},

		{name: "export without format", path: "/export", status: 400, code: "missing_parameter", param: "format"},
		{name: "export in another format", path: "/export?format=pdf", status: 400, code: "unsupported_format", param: "format", detail: "jsonl, bibtex, ris"},

		{name: "add without token", method: "POST", path: "/papers", body: collection, status: 401, code: "unauthorized"},
		{name: "add with basic auth", method: "POST", path: "/papers", body: collection, header: []string{"Authorization", "Basic c2VjcmV0"}, status: 401, code: "unauthorized"},
		{name: "add with a wrong token", method: "POST", path: "/papers", body: collection, header: []string{"Authorization", "Bearer x"}, status: 401, code: "unknown_key"},
		{name: "delete without token", method: "DELETE", path: "/papers/arxiv:2203.03850", status: 401, code: "unauthorized"},
		{name: "backup without token", path: "/admin/backup", status: 401, code: "unauthorized"},
		{name: "add nothing", method: "POST", path: "/papers", header: auth, status: 400, code: "all_rejected"},
		{name: "add what is no JSON", method: "POST", path: "/papers", body: "<html>\n%PDF-1.4", header: auth, status: 400, code: "all_rejected", detail: "line 1"},
		{name: "add an array cut short", method: "POST", path: "/papers", body: `[{"abstract":"a"},{"tit`, header: auth, status: 400, code: "all_rejected"},
		{name: "add an array that is none", method: "POST", path: "/papers", body: `[{"abstract":"a"} }`, header: auth, status: 400, code: "all_rejected"},
		{name: "add without title", method: "POST", path: "/papers", body: `{"abstract":"a"}`, header: auth, status: 400, code: "all_rejected"},
		{name: "add a form", method: "POST", path: "/papers", body: collection, header: append([]string{"Content-Type", "multipart/form-data"}, auth...), status: 415, code: "unsupported_media_type"},
		{name: "add brotli", method: "POST", path: "/papers", body: collection, header: append([]string{"Content-Encoding", "br"}, auth...), status: 415, code: "unsupported_media_type"},
		{name: "add invalid gzip", method: "POST", path: "/papers", body: collection, header: append([]string{"Content-Encoding", "gzip"}, auth...), status: 400, code: "invalid_encoding"},
		{name: "add gzip cut short", method: "POST", path: "/papers", body: zipped(collection)[:100], header: append([]string{"Content-Encoding", "gzip"}, auth...), status: 400, code: "incomplete_body"},
		{name: "add a gzip bomb", method: "POST", path: "/papers", body: zipped(strings.Repeat("\n", 80<<20)), header: append([]string{"Content-Encoding", "gzip"}, auth...), status: 413, code: "body_too_large"},
		{name: "add and wait for rain", method: "POST", path: "/papers?wait=rain", body: collection, header: auth, status: 400, code: "invalid_value", param: "wait"},
		{name: "replace by a typing error", method: "PUT", path: "/papers/arxiv:2203.03850", body: `{"titel":"x"}`, header: auth, status: 400, code: "invalid_json", detail: "titel"},
		{name: "replace by wrong types", method: "PUT", path: "/papers/arxiv:2203.03850", body: `{"title":7}`, header: auth, status: 400, code: "invalid_json", param: "title"},
		{name: "replace by an impossible date", method: "PUT", path: "/papers/arxiv:2203.03850", body: `{"title":"x","date":"2024-13"}`, header: auth, status: 400, code: "invalid_date"},
		{name: "a feed without the token", method: "PUT", path: "/feeds", body: `{"name":"hf","cursor":""}`, status: 401, code: "unauthorized"},
		{name: "a feed without a name", method: "PUT", path: "/feeds", body: `{"cursor":""}`, header: auth, status: 400, code: "invalid_feed"},
		{name: "replace by nothing", method: "PUT", path: "/papers/arxiv:2203.03850", body: `{"title":""}`, header: auth, status: 400, code: "invalid_paper", param: "title"},
		{name: "replace what is not there", method: "PUT", path: "/papers/arxiv:9912.00001", body: `{"title":"x"}`, header: auth, status: 404, code: "not_found"},
		{name: "delete at a location", method: "DELETE", path: "/papers?location=https://x.example/", header: auth, status: 400, code: "missing_parameter", param: "ids"},
		{name: "delete what is not there", method: "DELETE", path: "/papers/arxiv:9912.00001", header: auth, status: 404, code: "not_found"},
		{name: "delete everything", method: "DELETE", path: "/papers", header: auth, status: 400, code: "missing_parameter"},
		{name: "delete by filter alone", method: "DELETE", path: "/papers?from=2000", header: auth, status: 400, code: "missing_parameter", param: "q"},
		{name: "delete an unknown source", method: "DELETE", path: "/papers?source=apii", header: auth, status: 404, code: "not_found", param: "source", detail: "there are: api"},
		{name: "delete in two ways", method: "DELETE", path: "/papers?source=api&ids=a:1", header: auth, status: 400, code: "contradiction", param: "ids"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.method == "" {
				test.method = http.MethodGet
			}
			response, body := r.do(test.method, test.path, strings.NewReader(test.body), test.header...)
			if response.StatusCode != test.status {
				t.Fatalf("%s %s: %d %s, want %d", test.method, clip(test.path), response.StatusCode, body, test.status)
			}
			if got := response.Header.Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("content type %s", got)
			}
			problem := decode[api.Problem](r, body)
			if string(problem.Code) != test.code || problem.Param != test.param || problem.Status != test.status || !strings.Contains(problem.Detail, test.detail) {
				t.Errorf("%s %s: %s\nwant code %s, param %q, detail with %q", test.method, clip(test.path), body, test.code, test.param, test.detail)
			}
			if problem.Title == "" || problem.Detail == "" || problem.RequestID != response.Header.Get("X-Request-Id") {
				t.Errorf("problem %s", body)
			}
		})
	}
	if got := answer[library.StatsAnswer](r, "/stats"); got.Papers != 5 {
		t.Errorf("after all these refusals there are %d papers, want 5", got.Papers)
	}
}

func clip(s string) string { return s[:min(len(s), 80)] }

func manyVenues(n int) string {
	v := make(url.Values)
	for i := range n {
		v.Add("venue", fmt.Sprint("v", i))
	}
	return v.Encode()
}

func zipped(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

// TestStrangeQueries checks that a query is answered with 200 even if it makes no sense.
func TestStrangeQueries(t *testing.T) {
	r := newRig(t)
	for _, q := range []string{"\x00", "\xff\xfe", `"unmatched`, "((((", "title:", "🜁", strings.Repeat("(", 5000), strings.Repeat("a OR ", 2000), "-", "*", "year:99999", "\u202e abc"} {
		if status, body := r.get("/search?highlight=true&q=" + url.QueryEscape(q)); status != http.StatusOK {
			t.Errorf("q=%.40q: %d %s", q, status, body)
		}
	}
}

func TestHugeAddressIsRefused(t *testing.T) {
	r := newRig(t)
	server := api.NewServer(http.NotFoundHandler(), nil)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go server.Serve(listener)
	defer server.Close()
	response, err := http.Get("http://" + listener.Addr().String() + "/search?q=" + strings.Repeat("x", 1<<20))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a query of 1 MB: %d", response.StatusCode)
	}
	r.Log("the rig went on")
}

// TestBodyCutShort checks that a request whose sender hangs up in the middle of the body changes
// nothing and does not count as a failure of the server.
func TestBodyCutShort(t *testing.T) {
	r := newRig(t)
	conn, err := net.Dial("tcp", strings.TrimPrefix(r.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	line := `{"id":"test:cut","title":"A paper whose sender hung up"}` + "\n"
	fmt.Fprintf(conn, "POST /api/v1/papers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s", token, len(line)+1000, line)
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(response.Body)
	conn.Close()
	if problem := decode[api.Problem](r, string(body)); response.StatusCode != 400 || problem.Code != "incomplete_body" {
		t.Errorf("%d %s", response.StatusCode, body)
	}
	if status, _ := r.get("/papers/test:cut"); status != http.StatusNotFound {
		t.Errorf("the paper of the cut body: %d, want 404", status)
	}
}

func TestProblemOf(t *testing.T) {
	tests := []struct {
		err    error
		status int
		code   string
	}{
		{fmt.Errorf("search: %w", context.Canceled), 499, "cancelled"},
		{fmt.Errorf("search: %w", context.DeadlineExceeded), 503, "timeout"},
		{fmt.Errorf("x: %w", data.ErrInvalidID), 400, "invalid_id"},
		{&data.FieldError{Field: "title", Code: "missing_title", Reason: "empty"}, 400, "invalid_paper"},
		{&http.MaxBytesError{Limit: 7}, 413, "body_too_large"},
		{errors.New("disk on fire at /var/lib"), 500, "internal"},
	}
	for _, test := range tests {
		got := api.ProblemOf(test.err)
		if got.Status != test.status || string(got.Code) != test.code {
			t.Errorf("ProblemOf(%v) = %d %s, want %d %s", test.err, got.Status, got.Code, test.status, test.code)
		}
		if got.Status == 500 && strings.Contains(got.Detail, "fire") {
			t.Errorf("ProblemOf(%v) tells the caller %q", test.err, got.Detail)
		}
		if !errors.Is(got, test.err) {
			t.Errorf("ProblemOf(%v) has lost its cause", test.err)
		}
	}
}
