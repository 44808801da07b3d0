package data

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseID(t *testing.T) {
	for want, spellings := range map[ID][]string{
		"arxiv:2203.03850": {
			"2203.03850", " 2203.03850v12 ", "arXiv:2203.03850", "ARXIV: 2203.03850v2", "arXiv:2203.03850v2 [cs.CL] 7 Mar 2022", "https://arxiv.org/abs/2203.03850",
			"http://arxiv.org/abs/2203.03850v3", "arxiv.org/pdf/2203.03850.pdf", "https://www.arxiv.org/pdf/2203.03850v1", "https://arxiv.org/html/2203.03850v2#S1",
			"https://export.arxiv.org/abs/2203.03850?context=cs", "https://huggingface.co/papers/2203.03850#community", "hf.co/papers/2203.03850",
			"https://www.alphaxiv.org/abs/2203.03850", "https://ar5iv.labs.arxiv.org/html/2203.03850", "doi:10.48550/arXiv.2203.03850",
			"10.48550/ARXIV.2203.03850", "https://doi.org/10.48550/arXiv.2203.03850",
		},
		"arxiv:0704.0291":    {"0704.0291", "arXiv:0704.0291v1"},
		"arxiv:math/0211159": {"math/0211159", "arXiv:math/0211159v1", "math.GT/0211159", "https://arxiv.org/abs/math/0211159", "https://arxiv.org/abs/math%2F0211159", "https://arxiv.org/pdf/math/0211159.pdf"},
		"arxiv:hep-th/9901001": {
			"HEP-TH/9901001", "arxiv:hep-th/9901001",
		},
		"doi:10.1000/x(1)2": {
			"10.1000/X(1)2", "doi:10.1000/x(1)2", "DOI: 10.1000/X(1)2", "https://doi.org/10.1000/X(1)2", "http://dx.doi.org/10.1000/x%281%292", "doi.org/10.1000/x(1)2", "HTTPS://DOI.ORG/10.1000/x(1)2",
		},
		"doi:10.18653/v1/p18-1234": {"10.18653/v1/P18-1234"},
		"acl:2020.acl-main.1":      {"2020.acl-main.1", "ACL:2020.acl-main.1", "https://aclanthology.org/2020.acl-main.1/", "https://aclanthology.org/2020.acl-main.1v2.pdf", "https://www.aclweb.org/anthology/2020.acl-main.1/"},
		"acl:P18-1234":             {"P18-1234", "p18-1234", "acl:P18-1234", "https://www.aclweb.org/anthology/P18-1234", "http://aclweb.org/anthology/P/P18/P18-1234.pdf", "https://aclanthology.info/papers/P18-1234/p18-1234"},
		"acl:2020.findings-emnlp.7": {
			"2020.findings-emnlp.7",
		},
		"pb:0123456789abcdef":         {"pb:0123456789ABCDEF", "PB:0123456789abcdef"},
		"csf:123":                     {"csf:123"},
		"My-Paper":                    {"My-Paper"},
		"1404.225":                    {"1404.225"},
		"2213.00001":                  {"2213.00001"}, // there is no month 13
		"https://arxiv.org/list/cs":   {"https://arxiv.org/list/cs"},
		"https://example.org/a?b=c#d": {"https://example.org/a?b=c#d"},
	} {
		for _, in := range spellings {
			if got, err := ParseID(in); err != nil || got != want {
				t.Errorf("ParseID(%q) = %q, %v, want %q", in, got, err, want)
			}
		}
	}
}

func TestParseIDRefuses(t *testing.T) {
	for _, in := range []string{
		"", " ", "a b", "a\x00b", "\xff", "arxiv:", "arxiv:paper", "doi:11.1000/x", "doi:10.1000/", "doi:10.1000/a b", "acl:", "pb:xyz", strings.Repeat("x", MaxIDBytes+1),
	} {
		if got, err := ParseID(in); !errors.Is(err, ErrInvalidID) {
			t.Errorf("ParseID(%q) = %q, %v, want ErrInvalidID", in, got, err)
		}
	}
}

func FuzzParseID(f *testing.F) {
	for _, s := range []string{
		"arXiv:2203.03850v2 [cs.CL]", "math.GT/0211159v1", "https://doi.org/10.1000/a%2520b", "P18-1234v1v2", "10.48550/arxiv.2203.03850v1", "pb:0123456789ABCDEF", "doi:doi:10.1000/x", "http://aclanthology.org/x/2020.a-b.1v1/",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id, err := ParseID(s)
		if err != nil {
			return
		}
		if again, err := ParseID(string(id)); err != nil || again != id {
			t.Errorf("ParseID(%q) = %q, but again %q, %v", s, id, again, err)
		}
		_ = id.URL()
		_ = id.Month()
	})
}

func TestIDURL(t *testing.T) {
	for id, want := range map[ID]string{
		"arxiv:math/0211159":  "https://arxiv.org/abs/math/0211159",
		"acl:2020.acl-main.1": "https://aclanthology.org/2020.acl-main.1/",
		"doi:10.1000/a<b>?c":  "https://doi.org/10.1000/a%3Cb%3E%3Fc",
		"https://example.org": "https://example.org",
		"pb:0123456789abcdef": "",
		"csf:123":             "",
		"bare":                "",
	} {
		if got := id.URL(); got != want {
			t.Errorf("%q.URL() = %q, want %q", id, got, want)
		}
	}
}

func TestIDMonth(t *testing.T) {
	for id, want := range map[ID]string{
		"arxiv:2203.03850": "2022-03", "arxiv:math/0211159": "2002-11", "arxiv:hep-th/9108001": "1991-08",
		"doi:10.1000/x": "", "arxiv:": "", "arxiv:x": "", "bare": "",
	} {
		if got := id.Month().String(); got != want {
			t.Errorf("%q.Month() = %q, want %q", id, got, want)
		}
	}
}

func TestContentID(t *testing.T) {
	id := ContentID("On MÖBIUS transforms", "An abstract, with $x^2$.")
	if same := ContentID("on Möbius\ntransforms:", "An abstract with x2"); same != id {
		t.Errorf("got %s and %s for the same letters and digits", id, same)
	}
	if other := ContentID("On Möbius transforms", "Another abstract."); other == id {
		t.Errorf("two different abstracts have the same id %s", id)
	}
	if parsed, err := ParseID(string(id)); err != nil || parsed != id {
		t.Errorf("ParseID(%q) = %q, %v", id, parsed, err)
	}
}

func TestRecordIDs(t *testing.T) {
	r := Record{
		Paper: Paper{
			ID: "csf:1", DOI: "10.18653/v1/P18-1234", Abstract: "See https://arxiv.org/abs/1706.03762.",
			URLs: []string{"https://arxiv.org/abs/2203.03850", "https://github.com/a/b", "https://arxiv.org/pdf/2203.03850"},
		},
		Aliases: []ID{"csf:2", "csf:1"},
	}
	want := []ID{"csf:1", "csf:2", "doi:10.18653/v1/p18-1234", "acl:P18-1234", "arxiv:2203.03850"}
	if diff := cmp.Diff(want, r.IDs()); diff != "" {
		t.Errorf("IDs (-want +got):\n%s", diff)
	}
}
