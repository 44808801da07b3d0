package search

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHighlightJSON(t *testing.T) {
	for _, test := range []struct {
		name      string
		highlight Highlight
		html      string
	}{
		{"nothing", nil, ""},
		{"no mark", Highlight{{Text: "plain & simple"}}, "plain &amp; simple"},
		{"marks", Highlight{{Text: "a "}, {Text: "b", Marked: true}, {Text: " c "}, {Text: "d", Marked: true}}, "a <mark>b</mark> c <mark>d</mark>"},
		{"adjacent marks", Highlight{{Text: "a", Marked: true}, {Text: "b", Marked: true}}, "<mark>a</mark><mark>b</mark>"},
		{"markup in the text", Highlight{{Text: `<script>alert("x's")</`}, {Text: "mark", Marked: true}, {Text: ">&lt;"}}, `&lt;script&gt;alert(&#34;x&#39;s&#34;)&lt;/<mark>mark</mark>&gt;&amp;lt;`},
	} {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(test.highlight); err != nil {
			t.Fatal(err)
		}
		var got string
		if err := json.Unmarshal(b.Bytes(), &got); err != nil || got != test.html {
			t.Errorf("%s: the JSON is %s (%v), want %q", test.name, &b, err, test.html)
		}
		var back Highlight
		if err := json.Unmarshal(b.Bytes(), &back); err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		if diff := cmp.Diff(test.highlight, back); diff != "" {
			t.Errorf("%s, read again (-want +got):\n%s", test.name, diff)
		}
	}
}

// TestHighlightUnmarshal checks that any string is accepted, and that markup other than mark becomes
// text.
func TestHighlightUnmarshal(t *testing.T) {
	for html, want := range map[string]Highlight{
		"a <mark>b":                   {{Text: "a "}, {Text: "b", Marked: true}},
		"a</mark> b":                  {{Text: "a</mark> b"}},
		"<mark></mark>":               nil,
		"<b>x</b> &amp;":              {{Text: "<b>x</b> &"}},
		"&lt;mark&gt; <mark>x</mark>": {{Text: "<mark> "}, {Text: "x", Marked: true}},
	} {
		var got Highlight
		if err := got.UnmarshalText([]byte(html)); err != nil {
			t.Errorf("%q: %v", html, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", html, diff)
		}
	}
}
