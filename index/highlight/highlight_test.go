package highlight

import (
	"html"
	"strings"
	"testing"
	"unicode/utf8"

	"paperboy/index/query"
)

func TestMark(t *testing.T) {
	for _, test := range []struct{ name, query, text, want string }{
		{"nothing asked", "", "Attention & more", "Attention &amp; more"},
		{"stems", "translating", "Machine Translation, translated", "Machine <mark>Translation</mark>, <mark>translated</mark>"},
		{"accents", "schrodinger", "The Schrödinger equation", "The <mark>Schrödinger</mark> equation"},
		{"function words", "the art of war", "The Art of the War", "The <mark>Art</mark> of the <mark>War</mark>"},
		{"only function words", "to be or not", "To be is not all", "<mark>To</mark> <mark>be</mark> is <mark>not</mark> all"},
		{"phrase", `"art of war"`, "The art of war, an art", "The <mark>art of war</mark>, an art"},
		{"phrase in surface form", `"neural network"`, "neural networks", "neural networks"},
		{"hyphenated word", "state-of-the-art", "State of the art: an art", "<mark>State of the art</mark>: an art"},
		{"compound", "data-to-text", "Data-to-text and data to texts, text to data", "<mark>Data-to-text</mark> and <mark>data to texts</mark>, text to data"},
		{"compound written together", "pre-training", "Pretraining, pre training, training", "<mark>Pretraining</mark>, <mark>pre training</mark>, training"},
		{"compound in prose", strings.Repeat("filler ", 16) + "one-to-one", "one to one", "<mark>one</mark> to <mark>one</mark>"},
		{"joined reading", "pretraining", "a pre-training task", "a <mark>pre-training</mark> task"},
		{"names", "c++ c", "C++ and C", "<mark>C++</mark> and <mark>C</mark>"},
		{"prefix", "transf*", "Transformers transfer to", "<mark>Transformers</mark> <mark>transfer</mark> to"},
		{"pattern", "wom?n *ormer*", "Women, woman, womans: a transformer", "<mark>Women</mark>, <mark>woman</mark>, womans: a <mark>transformer</mark>"},
		{"near", `"neural transl*"~3`, "Neural and translated", "<mark>Neural</mark> and <mark>translated</mark>"},
		{"fuzzy", "atention~", "attention attentive", "<mark>attention</mark> attentive"},
		{"excluded and other fields", "-bert author:smith title:gpt", "BERT by Smith, GPT", "BERT by Smith, <mark>GPT</mark>"},
		{"alternatives", "(bert OR gpt) -(a OR b)", "BERT, GPT", "<mark>BERT</mark>, <mark>GPT</mark>"},
		{"Han", "机器翻译", "神经机器翻译模型", "神经<mark>机器翻译</mark>模型"},
		{"TeX", "l2", `the $\ell_2$ norm`, `the $<mark>\ell_2</mark>$ norm`},
		{"hostile text", "script", `<script>alert("x")</script>&lt;`, `&lt;<mark>script</mark>&gt;alert(&#34;x&#34;)&lt;/<mark>script</mark>&gt;&amp;lt;`},
		{"marks in text", "mark", "<mark>x</mark>", "&lt;<mark>mark</mark>&gt;x&lt;/<mark>mark</mark>&gt;"},
	} {
		if got := New(query.Parse(test.query)).Mark(test.text); got != test.want {
			t.Errorf("%s: Mark of %q in %q\n got %s\nwant %s", test.name, test.query, test.text, got, test.want)
		}
	}
}

func TestMarkFurtherTexts(t *testing.T) {
	h := New(query.Query{}, "the transformer", "translation")
	if got, want := h.Mark("The Transformers translate"), "The <mark>Transformers</mark> <mark>translate</mark>"; got != want {
		t.Errorf("Mark = %q, want %q", got, want)
	}
}

func TestSnippet(t *testing.T) {
	filler := "One two three. Four five six seven. "
	for _, test := range []struct {
		name, query, text string
		limit             int
		want              string
	}{
		{"short text", "two", "  One two. ", 20, "One <mark>two</mark>."},
		{"no match", "zebra", filler, 20, "One two three.…"},
		{"match at the start", "two", filler, 20, "One <mark>two</mark> three.…"},
		{"sentence", "zebra", filler + "The zebra runs fast and far. " + filler, 30, "…The <mark>zebra</mark> runs fast and far.…"},
		{"more terms win", "zebra lion", "zebra zebra zebra. " + filler + "A zebra and a lion. " + filler, 24, "…A <mark>zebra</mark> and a <mark>lion</mark>.…"},
		{"match at the end", "zebra", filler + "the zebra", 20, "…seven. the <mark>zebra</mark>"},
		{"long word", "zebra", strings.Repeat("x", 50), 10, "xxxxxxxx…"},
		{"long match", "x*", strings.Repeat("x", 50), 10, "xxxxxxxx…"},
		{"Han", "翻译", strings.Repeat("机器", 20) + "翻译" + strings.Repeat("模型", 20), 10, "…机器<mark>翻译</mark>模型模型…"},
		{"hostile text", "b", "<a> " + strings.Repeat("<b> ", 20), 12, "…<mark>b</mark>&gt; &lt;<mark>b</mark>&gt; &lt;<mark>b</mark>&gt;…"},
		{"no room", "two", filler, 1, "…"},
		{"none", "two", filler, 0, ""},
	} {
		if got := New(query.Parse(test.query)).Snippet(test.text, test.limit); got != test.want {
			t.Errorf("%s: Snippet of %q in %q, %d\n got %s\nwant %s", test.name, test.query, test.text, test.limit, got, test.want)
		}
	}
}

// plain undoes marks and escapes.
func plain(marked string) string {
	return html.UnescapeString(strings.NewReplacer("<mark>", "", "</mark>", "").Replace(marked))
}

func FuzzHighlight(f *testing.F) {
	for _, seed := range [][2]string{
		{`attention "all you need" transf* atention~`, "Attention Is All You Need <b>&amp;</b>"},
		{"机器翻译 c++ l2", "神经机器翻译 C++'s $\\ell_2$-norm. pre-training"},
		{"to be", "\xff to be \u2028 or\x00 not"},
	} {
		f.Add(seed[0], seed[1], 40)
	}
	f.Fuzz(func(t *testing.T, q, text string, limit int) {
		h := New(query.Parse(q), q)
		if got := plain(h.Mark(text)); got != text {
			t.Fatalf("Mark of %q in %q undone is %q", q, text, got)
		}
		snippet := h.Snippet(text, limit)
		if n := utf8.RuneCountInString(plain(snippet)); n > max(limit, 0) {
			t.Fatalf("Snippet of %q in %q has %d characters, more than %d", q, text, n, limit)
		}
		if piece := strings.TrimSuffix(strings.TrimPrefix(plain(snippet), "…"), "…"); !strings.Contains(text, piece) {
			t.Fatalf("Snippet of %q in %q is %q, which is no piece of it", q, text, snippet)
		}
	})
}

func BenchmarkSnippet(b *testing.B) {
	text := strings.Repeat("The dominant sequence transduction models are based on complex recurrent or convolutional neural networks. ", 12)
	h := New(query.Parse("attention neural networks transduction"))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		h.Snippet(text, 240)
	}
}
