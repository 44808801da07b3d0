package data

import "testing"

func TestPDF(t *testing.T) {
	for _, test := range []struct {
		paper Paper
		want  string
	}{
		{Paper{ID: "arxiv:2203.03850"}, "https://arxiv.org/pdf/2203.03850"},
		{Paper{ID: "arxiv:math/0211159"}, "https://arxiv.org/pdf/math/0211159"},
		{Paper{ID: "acl:P18-1234"}, "https://aclanthology.org/P18-1234.pdf"},
		{Paper{ID: "doi:10.1000/x", URLs: []string{"https://a.example/", "https://a.example/Paper.PDF?v=2"}}, "https://a.example/Paper.PDF?v=2"},
		{Paper{ID: "doi:10.1000/x", URLs: []string{"https://arxiv.org/abs/2203.03850v2"}}, "https://arxiv.org/pdf/2203.03850"},
		{Paper{ID: "pb:0123456789abcdef", URLs: []string{"javascript:alert(1)//x.pdf", "file:///etc/x.pdf", "https:///x.pdf", "x.pdf", "https://a.example/?f=x.pdf"}}, ""},
		{Paper{ID: "doi:10.1000/x"}, ""},
	} {
		if got := test.paper.PDF(); got != test.want {
			t.Errorf("%s %v: %q, want %q", test.paper.ID, test.paper.URLs, got, test.want)
		}
	}
}
