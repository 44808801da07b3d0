package text

import (
	"regexp"
	"strings"
	"testing"
)

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"":                       "",
		"a <b and c> d":          "a <b and c> d",
		"if a <b then <i>x</i>":  "if a <b then x",
		"H<sub>2</sub>O &lt; 5":  "H2O < 5",
		"&lt;i&gt;E. coli&lt;/i": "E. coli</i",
		"<jats:title>Aim</jats:title><jats:p class=\"x\">One</jats:p>": "\n\nAim\n\n\n\nOne\n\n",
		"<title>Abstract.</title><p>One</p>":                           "\n\nOne\n\n",
		"<jats:list><jats:list-item>One</jats:list-item></jats:list>":  "\n\n\n\nOne\n\n\n\n",
		"<mml:math><mml:mi>x</mml:mi></mml:math>":                      "x",
		"Let's <think> of a <list>":                                    "Let's <think> of a <list>",
		"<A HREF = 'x>y' title=\"\">z</A >":                            "z",
		"<a href=x>z</a>":                                              "<a href=x>z",
		"one<br/>two<br />three":                                       "one\n\ntwo\n\nthree",
		"p < 0.05 > q":                                                 "p < 0.05 > q",
		"<i>MÃ¼ller</i>":                                               "Müller",
	} {
		if got := Plain(in); got != want {
			t.Errorf("Plain(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestPlainIsLinear calls Plain with many tags that are never closed. Quadratic time would
// make it time out.
func TestPlainIsLinear(t *testing.T) {
	for _, unit := range []string{`<b a="`, `<b a='" `, `<b `, `<p a="" `, `<`, `<b a="<b b='`} {
		s := strings.Repeat(unit, 200_000/len(unit))
		if got := Plain(s); got != s {
			t.Errorf("Plain changes a repetition of %q from %d to %d bytes", unit, len(s), len(got))
		}
	}
}

// grammar is the grammar of scanTag as a regular expression.
var grammar = regexp.MustCompile(`</?((?i:jats:[a-z0-9-]+|mml:[a-z0-9-]+|p|br|div|span|i|b|em|strong|sub|sup|inf|u|sc|scp|tt|a|ul|ol|li|h[1-6]|sec|title|italic|bold|font))` +
	`(?:\s+[A-Za-z:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>`)

func FuzzScanTag(f *testing.F) {
	for _, s := range []string{"<b>", "</jats:p x='1'>", `<mml:mi a="b" c = 'd' />`, "<a\n:=''>", "<h7>", "<b / >", "<jats:>", "<mml:a:b>", "<b a=''c=''>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !strings.HasPrefix(s, "<") || len(s) > maxTagBytes || strings.ContainsAny(s, "ſK") {
			return // ſ and K are s and K where case is ignored
		}
		name, size := scanTag(s)
		if at := grammar.FindStringSubmatchIndex(s); at == nil || at[0] > 0 {
			if size > 0 {
				t.Errorf("scanTag(%q) = %q, %d, want no tag", s, name, size)
			}
		} else if want := strings.ToLower(s[at[2]:at[3]]); name != want || size != at[1] {
			t.Errorf("scanTag(%q) = %q, %d, want %q, %d", s, name, size, want, at[1])
		}
	})
}
