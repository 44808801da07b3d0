package highlight

import (
	"strings"
	"testing"
	"unicode/utf8"

	"paperboy/index/query"
)

// show writes marks as «».
func show(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		if s.Marked {
			b.WriteString("«" + s.Text + "»")
		} else {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

func TestMark(t *testing.T) {
	for _, test := range []struct{ name, query, text, want string }{
		{"nothing asked", "", "Attention & more", "Attention & more"},
		{"stems", "translating", "Machine Translation, translated", "Machine «Translation», «translated»"},
		{"accents", "schrodinger", "The Schrödinger equation", "The «Schrödinger» equation"},
		{"function words", "the art of war", "The Art of the War", "The «Art» of the «War»"},
		{"only function words", "to be or not", "To be is not all", "«To» «be» is «not» all"},
		{"phrase", `"art of war"`, "The art of war, an art", "The «art of war», an art"},
		{"phrase in surface form", `"neural network"`, "neural networks", "neural networks"},
		{"hyphenated word", "state-of-the-art", "State of the art: an art", "«State of the art»: an art"},
		{"compound", "data-to-text", "Data-to-text and data to texts, text to data", "«Data-to-text» and «data to texts», text to data"},
		{"compound written together", "pre-training", "Pretraining, pre training, training", "«Pretraining», «pre training», training"},
		{"compound in prose", strings.Repeat("filler ", 16) + "one-to-one", "one to one", "«one» to «one»"},
		{"joined reading", "pretraining", "a pre-training task", "a «pre-training» task"},
		{"written in three ways", "dataset", "Data sets, a dataset, set of data", "«Data sets», a «dataset», set of data"},
		{"one word for two", "zero shot", "Zeroshot shots", "«Zeroshot» «shots»"},
		{"umlaut", "Düsseldorf", "Duesseldorf, Dusseldorf, Düsseldorf", "«Duesseldorf», «Dusseldorf», «Düsseldorf»"},
		{"names", "c++ c", "C++ and C", "«C++» and «C»"},
		{"prefix", "transf*", "Transformers transfer to", "«Transformers» «transfer» to"},
		{"pattern", "wom?n *ormer*", "Women, woman, womans: a transformer", "«Women», «woman», womans: a «transformer»"},
		{"near", `"neural transl*"~3`, "Neural and translated", "«Neural» and «translated»"},
		{"fuzzy", "atention~", "attention attentive", "«attention» attentive"},
		{"excluded and other fields", "-bert author:smith title:gpt", "BERT by Smith, GPT", "BERT by Smith, «GPT»"},
		{"alternatives", "(bert OR gpt) -(a OR b)", "BERT, GPT", "«BERT», «GPT»"},
		{"Han", "机器翻译", "神经机器翻译模型", "神经«机器翻译»模型"},
		{"TeX", "l2", `the $\ell_2$ norm`, `the $«\ell_2»$ norm`},
		{"hostile text", "script", `<script>alert("x")</script>&lt;`, `<«script»>alert("x")</«script»>&lt;`},
		{"marks in text", "mark", "<mark>x</mark>", "<«mark»>x</«mark»>"},
	} {
		if got := show(New(query.Parse(test.query)).Mark(test.text)); got != test.want {
			t.Errorf("%s: Mark of %q in %q\n got %s\nwant %s", test.name, test.query, test.text, got, test.want)
		}
	}
}

func TestMarkFurtherTexts(t *testing.T) {
	h := New(query.Query{}, "the transformer", "translation")
	if got, want := show(h.Mark("The Transformers translate")), "The «Transformers» «translate»"; got != want {
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
		{"short text", "two", "  One two. ", 20, "One «two»."},
		{"no match", "zebra", filler, 20, "One two three.…"},
		{"match at the start", "two", filler, 20, "One «two» three.…"},
		{"sentence", "zebra", filler + "The zebra runs fast and far. " + filler, 30, "…The «zebra» runs fast and far.…"},
		{"more terms win", "zebra lion", "zebra zebra zebra. " + filler + "A zebra and a lion. " + filler, 24, "…A «zebra» and a «lion».…"},
		{"match at the end", "zebra", filler + "the zebra", 20, "…seven. the «zebra»"},
		{"long word", "zebra", strings.Repeat("x", 50), 10, "xxxxxxxx…"},
		{"long match", "x*", strings.Repeat("x", 50), 10, "xxxxxxxx…"},
		{"Han", "翻译", strings.Repeat("机器", 20) + "翻译" + strings.Repeat("模型", 20), 10, "…机器«翻译»模型模型…"},
		{"hostile text", "b", "<a> " + strings.Repeat("<b> ", 20), 12, "…«b»> <«b»> <«b»>…"},
		{"formula after the end", "zebra", "The zebra has $a + b$ legs and more legs", 18, "The «zebra» has…"},
		{"formula before the start", "zebra", filler + "In $W_X \\subset a$ a zebra runs and runs. " + filler, 26, "…a «zebra» runs and runs.…"},
		{"match in a formula", "l2", filler + "In $W_X + \\ell_2$ a zebra runs. " + filler, 24, "…In $W_X + «\\ell_2»$ a…"},
		{"match in a long formula", "l2", filler + "In $W_X + \\ell_2 + W_Y + W_Z$ a zebra.", 20, "One two three.…"},
		{"only a long formula", "l2", "$W_X + \\ell_2 + W_Y + W_Z$", 20, "…"},
		{"formula that can't be read", "zebra", "A zebra $\\foo{a b}$ runs and runs and runs", 16, "A «zebra»…"},
		{"no room", "two", filler, 1, "…"},
		{"none", "two", filler, 0, ""},
	} {
		if got := show(New(query.Parse(test.query)).Snippet(test.text, test.limit)); got != test.want {
			t.Errorf("%s: Snippet of %q in %q, %d\n got %s\nwant %s", test.name, test.query, test.text, test.limit, got, test.want)
		}
	}
}

// plain returns the text of spans. These must not be empty, and marked and unmarked ones
// must alternate.
func plain(t *testing.T, spans []Span) string {
	t.Helper()
	var b strings.Builder
	for i, s := range spans {
		if s.Text == "" || i > 0 && s.Marked == spans[i-1].Marked {
			t.Fatalf("span %d of %+v should not be one", i, spans)
		}
		b.WriteString(s.Text)
	}
	return b.String()
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
		if got := plain(t, h.Mark(text)); got != text {
			t.Fatalf("the spans of %q in %q make %q", q, text, got)
		}
		snippet := plain(t, h.Snippet(text, limit))
		if n := utf8.RuneCountInString(snippet); n > max(limit, 0) {
			t.Fatalf("Snippet of %q in %q has %d characters, more than %d", q, text, n, limit)
		}
		if piece := strings.TrimSuffix(strings.TrimPrefix(snippet, "…"), "…"); !strings.Contains(text, piece) {
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
