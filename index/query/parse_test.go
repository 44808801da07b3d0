package query

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"paperboy/data"
)

func words(texts ...string) []Node {
	var nodes []Node
	for _, t := range texts {
		nodes = append(nodes, Word{Text: t})
	}
	return nodes
}

func all(nodes ...Node) Node { return And{nodes} }

func date(t *testing.T, s string) data.Date {
	d, err := data.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestParse(t *testing.T) {
	n := func(i int) *int { return &i }
	dates := func(from, to string) Node { return Range{Column: DateColumn, From: date(t, from), To: date(t, to)} }
	for _, test := range []struct {
		name, text string
		want       Node
		notices    int
	}{
		{"nothing", "", nil, 0},
		{"punctuation", " ?, -- & . ()", nil, 0},
		{"word", "transformer", Word{Text: "transformer"}, 0},
		{"words", "attention is all you need", And{words("attention", "is", "all", "you", "need")}, 0},
		{"question", "what is information science? Give definitions.", And{words("what", "is", "information", "science", "Give", "definitions")}, 0},
		{"brackets in text", "TSS (Time Sharing System), an OS", And{words("TSS", "Time", "Sharing", "System", "an", "OS")}, 0},
		{"brackets in words", "model(s) O(n log n) f(x)", And{words("model(s)", "O", "n", "log", "n", "f(x)")}, 0},
		{"phrase", `"machine translation"`, Phrase{Text: "machine translation"}, 0},
		{"curved quotes", `“machine  translation” «traduction»`, all(Phrase{Text: "machine translation"}, Phrase{Text: "traduction"}), 0},
		{"unmatched quote", `machine "translation`, And{words("machine", "translation")}, 1},
		{"empty phrase", `"" a " , "`, Word{Text: "a"}, 0},
		{"TeX umlaut", `M\"obius "H\"older continuous"`, all(Word{Text: `M\"obius`}, Phrase{Text: `H\"older continuous`}), 0},
		{"TeX", `$\ell_2$-norm`, Word{Text: `$\ell_2$-norm`}, 0},
		{"exclusion", `bert -survey -"a b" -(c d)`, all(Word{Text: "bert"}, Not{Word{Text: "survey"}}, Not{Phrase{Text: "a b"}}, Not{And{words("c", "d")}}), 0},
		{"exclusion by word", "bert NOT survey", all(Word{Text: "bert"}, Not{Word{Text: "survey"}}), 0},
		{"minus sign", "bert −survey", all(Word{Text: "bert"}, Not{Word{Text: "survey"}}), 0},
		{"only exclusion", "-survey", Not{Word{Text: "survey"}}, 0},
		{"no exclusion", "state-of-the-art a - b c -- d --e", And{words("state-of-the-art", "a", "b", "c", "d", "e")}, 0},
		{"excluded twice", "-(-a) NOT NOT b", And{words("a", "b")}, 0},
		{"required", "+survey bert +(a b)", all(Phrase{Text: "survey"}, Word{Text: "bert"}, Word{Text: "a"}, Word{Text: "b"}), 0},
		{"alternatives", "bert OR roberta", Or{words("bert", "roberta")}, 0},
		{"bar", "bert | roberta || gpt", Or{words("bert", "roberta", "gpt")}, 0},
		{"alternatives of neighbours", "attention bert OR roberta pruning", all(Word{Text: "attention"}, Or{words("bert", "roberta")}, Word{Text: "pruning"}), 0},
		{"AND before OR", "a AND b OR c", Or{[]Node{And{words("a", "b")}, Word{Text: "c"}}}, 0},
		{"groups", "(a OR b) (c d)", all(Or{words("a", "b")}, Word{Text: "c"}, Word{Text: "d"}), 0},
		{"lower case is text", "now or never and not", And{words("now", "or", "never", "and", "not")}, 0},
		{"stray operators", "OR a AND", And{words("or", "a", "and")}, 2},
		{"open bracket", "(a b", And{words("a", "b")}, 1},
		{"closing bracket", "a) b :)", And{words("a", "b")}, 1},
		{"names", "C++ C# .NET A* GPT-4", And{words("C++", "C#", ".NET", "A*", "GPT-4")}, 0},
		{"field", "title:bert author:Vaswani cat:cs.CL", all(Word{Title, "bert"}, Word{Author, "Vaswani"}, Word{Category, "cs.CL"}), 0},
		{"field with phrase", `author:"Ashish Vaswani" Title:x`, all(Phrase{Author, "Ashish Vaswani"}, Word{Title, "x"}), 0},
		{"field with group", "title:(bert OR gpt* -x) y", all(Or{[]Node{Word{Title, "bert"}, Prefix{Title, "gpt"}}}, Not{Word{Title, "x"}}, Word{Text: "y"}), 0},
		{"title with colon", "BERT: Pre-training", And{words("BERT", "Pre-training")}, 0},
		{"title with field", "Title: a study", And{words("Title", "a", "study")}, 0},
		{"field with space", "author: vaswani", Word{Author, "vaswani"}, 0},
		{"field with space, phrase", `parsing author:  "Smythe, Johanna" title: 'deep learning'`, all(Word{Text: "parsing"}, Phrase{Author, "Smythe, Johanna"}, Phrase{Title, "deep learning"}), 0},
		{"fields with spaces", "author: vaswani title: attention year: 2017", all(Word{Author, "vaswani"}, Word{Title, "attention"}, dates("2017", "2017")), 0},
		{"title with a colon after a field", "the death of the author: reading", And{words("the", "death", "of", "the", "author", "reading")}, 1},
		{"field without value", "author: ", Word{Text: "author"}, 0},
		{"unknown field", "foo:bar", Word{Text: "foo:bar"}, 1},
		{"no field", "F1: 3:1 std::vector https://example.org/x?y=1", And{words("F1", "3:1", "std::vector", "https://example.org/x?y=1")}, 0},
		{"prefix", "transform* title:neur*", all(Prefix{AnyText, "transform"}, Prefix{Title, "neur"}), 0},
		{"prefix of a part", "multi-lang* qwen2.5*", all(Word{Text: "multi"}, Prefix{Text: "lang"}, Prefix{Text: "qwen2.5"}), 0},
		{"short prefix", "ab* gpt-4x* b*", all(Prefix{Text: "ab"}, Word{Text: "gpt"}, Prefix{Text: "4x"}, Word{Text: "b*"}), 1},
		{"exclusion by mark", "!survey bert !(a b)", all(Not{Word{Text: "survey"}}, Word{Text: "bert"}, Not{And{words("a", "b")}}), 0},
		{"mark in a title", "Lexical Networks in !Xung", And{words("Lexical", "Networks", "in", "Xung")}, 1},
		{"exclamation", "Oh! No!! bert!", And{words("Oh", "No", "bert")}, 0},
		{"patterns", "wom?n *ormer* title:*ormer author:m?nning", all(Pattern{Text: "wom?n"}, Pattern{Text: "*ormer*"}, Pattern{Title, "*ormer"}, Pattern{Author, "m?nning"}), 0},
		{"no patterns", "A*SLAM A*esque L*a*b* *a* 2*2 why?Because Au(2*1)", And{words("A*SLAM", "A*esque", "L*a*b*", "*a*", "2*2", "why?Because", "Au(2*1)")}, 0},
		{"phrase with a beginning", `"neural transl*" title:"wom?n in"`, all(Near{AnyText, "neural transl*", 0}, Near{Title, "wom?n in", 0}), 0},
		{"near by operator", "neural NEAR/3 translation bert", all(Near{AnyText, "neural translation", 3}, Word{Text: "bert"}), 0},
		{"near, three", "(a NEAR/2 b* NEAR/2 wom?n) OR c", Or{[]Node{Near{AnyText, "a b* wom?n", 2}, Word{Text: "c"}}}, 1},
		{"near a group", "a NEAR/2 (b OR c)", all(Word{Text: "a"}, Or{words("b", "c")}), 1},
		{"near without number", "near NEAR a NEAR/x", And{words("near", "NEAR", "a", "near/x")}, 0},
		{"near in a name", `author:"a b"~3`, Phrase{Author, "a b"}, 1},
		{"presence", "abstract:* -doi:* year:* cat:*", all(Has{Abstract}, Not{Has{DOI}}, Has{Date}, Has{Category}), 0},
		{"first author", `first_author:manning author:^manning author:"^chris manning" author:^"chris manning" first_author:mann*`, all(Word{FirstAuthor, "manning"}, Word{FirstAuthor, "manning"}, Phrase{FirstAuthor, "chris manning"}, Phrase{FirstAuthor, "chris manning"}, Prefix{FirstAuthor, "mann"}), 0},
		{"ranges without colon", "year>=2020 year=2020 date<2024-03-01 authors>5", all(dates("2020", ""), dates("2020", "2020"), dates("", "2024-02-29"), Range{Column: AuthorsColumn, Min: n(6)}), 0},
		{"no range without colon", "year=soon a>=b E=mc", And{words("year=soon", "a>=b", "E=mc")}, 0},
		{"exact title", `title:="exact words" title:=bert`, all(Phrase{Title, "exact words"}, Word{Title, "bert"}), 0},
		{"single quotes", "'machine translation' of ‘neural nets’ (title:'deep learning')", all(Phrase{Text: "machine translation"}, Word{Text: "of"}, Phrase{Text: "neural nets"}, Phrase{Title, "deep learning"}), 0},
		{"apostrophes", "the '90s and the students' model's 'fair' don't", And{words("the", "'90s", "and", "the", "students'", "model's", "'fair'", "don't")}, 0},
		{"half a name", "author:Christopher Manning", all(Word{Author, "Christopher"}, Word{Text: "Manning"}), 1},
		{"name and words", "author:manning parsing", all(Word{Author, "manning"}, Word{Text: "parsing"}), 0},
		{"prefix of Han", "机器翻译*", Word{Text: "机器翻译"}, 0},
		{"category and below", "cat:cs.* cat:cond*", all(Word{Category, "cs"}, Prefix{Category, "cond"}), 0},
		{"fuzzy", "atention~ tranformer~2", all(Fuzzy{Text: "atention"}, Fuzzy{Text: "tranformer"}), 0},
		{"short fuzzy", "ab~", Word{Text: "ab"}, 1},
		{"near", `"a b"~5`, Near{AnyText, "a b", 5}, 0},
		{"near without distance", `"a b"~ "a"~2`, all(Phrase{Text: "a b"}, Phrase{Text: "a"}), 1},
		{"year", "year:2020", dates("2020", "2020"), 0},
		{"years", "year:2020..2023", dates("2020", "2023"), 0},
		{"years by hyphen", "year:2020-2023", dates("2020", "2023"), 0},
		{"from", "date:>=2024-05", dates("2024-05", ""), 0},
		{"from, open", "date:2024-05..", dates("2024-05", ""), 0},
		{"up to", "date:..2024-05-03", dates("", "2024-05-03"), 0},
		{"after a month", "date:>2023-12", dates("2024-01", ""), 0},
		{"before a day", "date:<2024-03-01", dates("", "2024-02-29"), 0},
		{"after a year, with space", "year:> 2020", dates("2021", ""), 0},
		{"≥", "year:≥2020", dates("2020", ""), 0},
		{"turned around", "year:2023..2020", dates("2020", "2023"), 1},
		{"no date", "date:2024-13 year:soon", And{words("date:2024-13", "year:soon")}, 2},
		{"authors above", "authors:>5", Range{Column: AuthorsColumn, Min: n(6)}, 0},
		{"authors", "authors:3", Range{Column: AuthorsColumn, Min: n(3), Max: n(3)}, 0},
		{"authors, bucket", "authors:6-10 authors:21+", all(Range{Column: AuthorsColumn, Min: n(6), Max: n(10)}, Range{Column: AuthorsColumn, Min: n(21)}), 0},
		{"upvotes", "upvotes:>=10 -upvotes:<5", all(Range{Column: UpvotesColumn, Min: n(10)}, Not{Range{Column: UpvotesColumn, Max: n(4)}}), 0},
		{"no number", "authors:many authors:<0", And{words("authors:many", "authors:<0")}, 2},
		{"id alone", "2203.03850v2", Word{ID, "arxiv:2203.03850"}, 0},
		{"stamp", "arXiv:2203.03850v2 [cs.CL] 7 Mar 2022", Word{ID, "arxiv:2203.03850"}, 0},
		{"address", " https://arxiv.org/abs/2203.03850 ", Word{ID, "arxiv:2203.03850"}, 0},
		{"a citation key", "key:Smith2020", Word{ID, "key:smith2020"}, 0},
		{"ids", "2203.03850, P18-1234", Or{[]Node{Word{ID, "arxiv:2203.03850"}, Word{ID, "acl:P18-1234"}}}, 0},
		{"number among words", "model 2213.03850 1999.12", And{words("model", "2213.03850", "1999.12")}, 0},
		{"id as an alternative", "bert OR arxiv:2203.03850", Or{[]Node{Word{Text: "bert"}, Word{ID, "arxiv:2203.03850"}}}, 0},
		{"id excluded", "bert -2203.03850", all(Word{Text: "bert"}, Not{Word{ID, "arxiv:2203.03850"}}), 0},
		{"capitals that read as prose", "PROTECTION OF DATA OR INFORMATION", And{words("PROTECTION", "OF", "DATA", "or", "INFORMATION")}, 1},
		{"capitals, alternatives of several words", "COMPUTER AIDED DIAGNOSIS OR TREATMENT PLANNING", And{words("COMPUTER", "AIDED", "DIAGNOSIS", "or", "TREATMENT", "PLANNING")}, 1},
		{"capitals, alternatives", "BERT OR ROBERTA", Or{words("BERT", "ROBERTA")}, 0},
		{"capitals, many alternatives", "BERT OR ROBERTA OR ALBERT OR ELECTRA OR XLNET", Or{words("BERT", "ROBERTA", "ALBERT", "ELECTRA", "XLNET")}, 0},
		{"capitals, brackets beside operators", "(QUALITY OF LIFE) AND (HEART OR CARDIAC)", all(words("QUALITY", "OF", "LIFE")[0], Word{Text: "OF"}, Word{Text: "LIFE"}, Or{words("HEART", "CARDIAC")}), 0},
		{"capitals, phrases", `"HEART FAILURE" OR CHF`, Or{[]Node{Phrase{Text: "HEART FAILURE"}, Word{Text: "CHF"}}}, 0},
		{"capitals, exclusion", "BERT NOT SURVEY", all(Word{Text: "BERT"}, Not{Word{Text: "SURVEY"}}), 0},
		{"capitals, title with NOT", "THIS IS NOT A DATASET", And{words("THIS", "IS", "not", "A", "DATASET")}, 1},
		{"title with NOT", "BPE beyond Word Boundary: How NOT to use Multi Word Expressions", And{words("BPE", "beyond", "Word", "Boundary", "How", "not", "to", "use", "Multi", "Word", "Expressions")}, 1},
		{"Do NOT Know", "Knowing What LLMs DO NOT Know", And{words("Knowing", "What", "LLMs", "DO", "not", "Know")}, 1},
		{"NOT within a title", "A scalable Controlled NOT gate for light", And{words("A", "scalable", "Controlled", "not", "gate", "for", "light")}, 1},
		{"hyphen within a title", "On the Plug-and -Play Use of Priors", And{words("On", "the", "Plug-and", "Play", "Use", "of", "Priors")}, 1},
		{"hyphen at the end", "models of attention -survey", all(words("models")[0], Word{Text: "of"}, Word{Text: "attention"}, Not{Word{Text: "survey"}}), 0},
		{"a AND NOT b", "machine AND NOT survey", all(Word{Text: "machine"}, Not{Word{Text: "survey"}}), 0},
		{"excluded function word", `bert -the -(the) -"the"`, all(Word{Text: "bert"}, Word{Text: "the"}, Not{Word{Text: "the"}}, Not{Phrase{Text: "the"}}), 0},
		{"question", "what is the best way to train embeddings", And{words("train", "embeddings")}, 1},
		{"request", "can you find me recent papers about parsing", Word{Text: "parsing"}, 1},
		{"recent work on", "recent work on parsing", Word{Text: "parsing"}, 1},
		{"question of function words", "how do i parse trees", And{words("how", "do", "i", "parse", "trees")}, 0},
		{"nothing distinctive", "what is the best way", And{words("what", "is", "the", "best", "way")}, 0},
		{"title that opens as a question", "What Is the Best Way to Train Embeddings?", And{words("What", "Is", "the", "Best", "Way", "to", "Train", "Embeddings")}, 0},
		{"title with need", "Need for speed", And{words("Need", "for", "speed")}, 0},
		{"DOI", "doi:10.1016/0022-2836(81)90087-5", Word{ID, "doi:10.1016/0022-2836(81)90087-5"}, 0},
		{"id field", "id:csf:123", Word{ID, "csf:123"}, 0},
		{"invalid UTF-8 and controls", "a\xffb\x00c", And{words("a", "b", "c")}, 0},
	} {
		got := Parse(test.text)
		if diff := cmp.Diff(test.want, got.Root); diff != "" {
			t.Errorf("%s: Parse(%q) (-want +got):\n%s", test.name, test.text, diff)
		}
		if len(got.Notices) != test.notices {
			t.Errorf("%s: Parse(%q) has notices %q, want %d", test.name, test.text, got.Notices, test.notices)
		}
		if got.Text != test.text {
			t.Errorf("%s: Parse(%q).Text = %q", test.name, test.text, got.Text)
		}
		if again := Parse(got.String()); !reflect.DeepEqual(again.Root, got.Root) {
			t.Errorf("%s: %q prints as %q, which parses as %q", test.name, test.text, got, again)
		}
	}
}

func TestProse(t *testing.T) {
	text := `I don't want the entire literature on Abstract Data Types here, but I'm interested in how a module "matches" contexts (see -dash and "type correct") in general.`
	got := Parse(text)
	nodes := got.Root.(And).Nodes
	if len(nodes) != 27 || len(got.Notices) != 1 {
		t.Errorf("Parse(%q) has %d words and notices %q", text, len(nodes), got.Notices)
	}
	for _, n := range nodes {
		if _, ok := n.(Word); !ok {
			t.Errorf("Parse(%q) has %T %s", text, n, n)
		}
	}
	title := `"` + strings.Repeat("word ", 30) + `"`
	if _, ok := Parse(title).Root.(Phrase); !ok {
		t.Errorf("a long phrase alone is %T", Parse(title).Root)
	}
	formula := strings.Repeat("word ", 30) + `"a b" year:2020`
	if nodes := Parse(formula).Root.(And).Nodes; len(nodes) != 32 {
		t.Errorf("a long query with a field has %d parts, want 32", len(nodes))
	}
}

func TestPapers(t *testing.T) {
	for _, test := range []struct {
		text   string
		root   Node
		papers []string
	}{
		{"see arXiv:2603.27013v2 for details", And{words("see", "for", "details")}, []string{"arxiv:2603.27013"}},
		{"bert arxiv:2203.03850", Word{Text: "bert"}, []string{"arxiv:2203.03850"}},
		{"model 2203.03850", Word{Text: "model"}, []string{"arxiv:2203.03850"}},
		{"compare (P18-1234) with https://arxiv.org/abs/2203.03850, P18-1234.", And{words("compare", "with")}, []string{"acl:P18-1234", "arxiv:2203.03850"}},
		{"arXiv: 2203.03850 [cs.CL] of doi: 10.1000/ABC", And{words("[cs.CL]", "of")}, []string{"arxiv:2203.03850", "doi:10.1000/abc"}},
		{"2203.03850, P18-1234", Or{[]Node{Word{ID, "arxiv:2203.03850"}, Word{ID, "acl:P18-1234"}}}, nil},
		{"bert id:2203.03850", And{[]Node{Word{Text: "bert"}, Word{ID, "arxiv:2203.03850"}}}, nil},
		{`(bert OR gpt) 2203.03850 -survey`, And{[]Node{Or{words("bert", "gpt")}, Not{Word{Text: "survey"}}}}, []string{"arxiv:2203.03850"}},
		{"title:2203.03850 bert", And{[]Node{Word{Title, "2203.03850"}, Word{Text: "bert"}}}, nil},
		{strings.Repeat("word ", 16) + `"two words" of <https://doi.org/10.1000/abc>`, And{append(words(strings.Fields(strings.Repeat("word ", 16))...), words("two", "words", "of")...)}, []string{"doi:10.1000/abc"}},
	} {
		got := Parse(test.text)
		if diff := cmp.Diff(Query{Root: test.root, Papers: test.papers}, Query{Root: got.Root, Papers: got.Papers}); diff != "" {
			t.Errorf("Parse(%q) (-want +got):\n%s", test.text, diff)
		}
		if again := Parse(got.String()); !reflect.DeepEqual(again.Root, got.Root) || !reflect.DeepEqual(again.Papers, got.Papers) {
			t.Errorf("%q prints as %q, which parses as %q", test.text, got, again)
		}
	}
}

// TestFormulas holds that real boolean queries are never taken for prose.
func TestFormulas(t *testing.T) {
	review := `("heart failure" OR "cardiac failure" OR CHF) AND (telemonitoring OR "remote monitoring" OR "home monitoring of patients" OR ehealth) AND NOT (pediatric OR child* OR "in vitro" OR animal) year:2018..2024`
	for _, test := range []struct {
		text  string
		parts int
	}{
		{review, 4},
		{strings.ReplaceAll(strings.Repeat("x ", 20), "x ", "term OR word AND ") + "last", 1},
		{"one two three four five six seven eight nine ten eleven twelve AND NOT (survey OR review)", 13},
		{"one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen AND NOT survey", 17},
		{strings.ToUpper(`("machine translation" or "neural mt") and (quality of life or care)`), 4},
		{"(" + strings.Repeat(`"quality of care" OR `, 200) + "x) AND (y OR z) NOT w", 3},
	} {
		q := Parse(test.text)
		if got := len(q.Clauses()); got != test.parts || len(q.Notices) > 0 || q.Refused != "" {
			t.Errorf("Parse(%.80q) has %d parts, notices %q, refused %q, want %d parts", test.text, got, q.Notices, q.Refused, test.parts)
		}
	}
}

func TestLimits(t *testing.T) {
	for name, test := range map[string]struct {
		text    string
		refused bool
	}{
		"words":           {strings.TrimSpace(strings.Repeat("word ", MaxText/5)), false},
		"letters":         {strings.Repeat("x", MaxText), false},
		"characters":      {strings.Repeat("ü", MaxText), false},
		"too many":        {strings.Repeat("ü", MaxText+1), true},
		"clauses":         {strings.Repeat(`"a b" `, MaxClauses), false},
		"too many parts":  {strings.Repeat(`"a b" `, MaxClauses+1), true},
		"depth":           {strings.Repeat("x OR (y (", MaxDepth/2-1) + "z", false},
		"too deep":        {strings.Repeat("x OR (y (", MaxDepth) + "z", true},
		"too deep in Not": {strings.Repeat("-(x (y OR ", MaxDepth) + "z", true},
	} {
		q := Parse(test.text)
		if refused := q.Refused != ""; refused != test.refused || refused != (q.Root == nil) {
			t.Errorf("%s: refused as %q with %T, want %v", name, q.Refused, q.Root, test.refused)
		}
		if again := Parse(q.String()); !test.refused && len(q.String()) <= MaxText && !reflect.DeepEqual(again.Root, q.Root) {
			t.Errorf("%s: %.80q parses as %.80q", name, q.String(), again.String())
		}
	}
}

// repeated are parts of texts that a parser could take the square of their length to read.
var repeated = []string{"'a", ":'a", " 'a", "‘a ", "'a b' ", "-", "NOT ", "a NEAR/3 ", "\"a\"~3 ", "a-", "*a", "a* ", "!a ", "title:", "2203.03850 ", "((a", "a(", "('a", "(a)", "a(b) "}

// BenchmarkLongQueries reads the longest texts of each. None should take much longer than
// the others.
func BenchmarkLongQueries(b *testing.B) {
	for _, part := range repeated {
		b.Run(part, func(b *testing.B) {
			text := strings.Repeat(part, MaxText/utf8.RuneCountInString(part))
			for b.Loop() {
				Parse(text)
			}
		})
	}
}

func TestLongQueries(t *testing.T) {
	for _, part := range repeated {
		text := strings.Repeat(part, MaxText/utf8.RuneCountInString(part))
		if q := Parse(text); q.Refused == "" && q.Root != nil && Parse(q.String()).Refused != "" {
			t.Errorf("%q again and again is read, and refused when it is printed", part)
		}
	}
	if q := Parse("tr" + strings.Repeat("*", 9000) + "mer"); q.String() != "tr*mer" {
		t.Errorf("many stars are %.40q", q.String())
	}
}

func TestDeepBrackets(t *testing.T) {
	for _, n := range []int{20, 200, 201, 4000} {
		for _, typed := range []string{strings.Repeat("(", n) + "bert" + strings.Repeat(")", n), strings.Repeat("(", n) + "bert"} {
			if q := Parse(typed); q.String() != "bert" || q.Refused != "" {
				t.Errorf("bert in %d brackets is %q, refused: %q", n, q.String(), q.Refused)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`transformer "machine translation" -survey`, `(a OR b) AND NOT c`, `title:(x OR "y z") author:"A B"~3`, `year:2020..2023 date:>= 2024-05 authors:6-10`,
		`multi-lang* atention~2 A* C++ .NET`, `M\"obius "H\"older" $\ell_2$`, `arxiv:2203.03850v2 [cs.CL]`, `id:"a b" id:10.1/x(y`, `OR a | || && +b -(-c)`,
		strings.Repeat(`word "two words" -x `, 8), `foo:bar title:,-x: "`, "“a” −b ≥ （c）",
		"!a wom?n *x* \"a b* c\"~3 a NEAR/2 b NEAR/2 c d* NEAR/3 \"e f\"~4", "abstract:* -doi:* first_author:x author:^\"y z\" year>=2020 'a b' title:=\"c\"",
		"ArXiv 0001.0000", "YeAr:1000!.", "00*0 0 00 0 0 0 0 0 0 0 0 0 0 NEAR/1\"0 0", "see arXiv:2203.03850 and 10.1000/x(y) for NOT THE or -the -x", "A SURVEY OF X OR Y NOT Z", "what is the best way to find papers about OR on x",
		`dAte:>"1000`, "| +00 00 0 0 0 0 0 0 0 00 0 0 0 0 0 0 0", strings.Repeat("w ", 16) + "AND NOT x", "10.0000/0 BY -0", `-"#0`, `a"|(0)`, `!0001.0000 [0`, "date:>! 1000", `0\"A00000* b`, strings.Repeat("0 ", 20) + `"A:!0`, // once printed wrongly
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q := Parse(text)
		printed := q.String()
		if q.Refused != "" || len(printed) > MaxText { // what a field adds to each word of a group may not fit
			return
		}
		again := Parse(printed)
		if !reflect.DeepEqual(q.Root, again.Root) || !reflect.DeepEqual(q.Papers, again.Papers) { // cmp is exponential in the depth of a tree
			t.Fatalf("%q prints as %q, which parses as %q:\n %#v\n %#v", text, printed, again, q.Root, again.Root)
		}
	})
}
