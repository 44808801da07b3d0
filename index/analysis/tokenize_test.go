package analysis

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// show formats tokens as words, with extra readings after a bar.
func show(tokens []Token) string {
	var b strings.Builder
	for i, t := range tokens {
		switch {
		case t.Extra:
			b.WriteString("|")
		case i > 0:
			b.WriteString(" ")
		}
		b.WriteString(t.Form)
	}
	return b.String()
}

func TestTokenize(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"empty", "", ""},
		{"only punctuation", " .,;-- '' $$ {} \\ \\\\ ", ""},
		{"words", "Attention Is All You Need.", "attention is all you need"},
		{"accents", "Schrödinger Ångström naïve café", "schrodinger|schroedinger angstrom|aangstroem naive cafe"},
		{"combining marks", "cafe\u0301 Scho\u0308n", "cafe schon|schoen"},
		{"umlauts", "Düsseldorf Duesseldorf Ørsted A\u030Angstro\u0308m coöperate", "dusseldorf|duesseldorf duesseldorf orsted|oersted angstrom|aangstroem cooperate|cooeperate"},
		{"Greek in words", "TGFβ TGF-β TGFbeta IL-1β NF-κB PPAR-γ1 πολη", "tgfbeta tgf|tgfbeta beta tgfbeta il|il1beta 1beta nf|nfkappab kappab ppar|ppargamma1 gamma1|gamma πολη"},
		{"soft hyphen and joiner", "trans\u00ADformer f\u200Doo", "transformer foo"},
		{"ligature and full width", "ﬁnd ＧＰＴ４", "find gpt4|gpt"},
		{"hyphens", "state-of-the-art well-known", "state of the art well known"},
		{"joined number", "GPT-4, CIFAR-10 and Llama-2-7B", "gpt|gpt4 4 cifar|cifar10 10 and llama|llama2 2 7b"},
		{"joined prefix", "pre-training U-Net k-means t-SNE", "pre|pretraining training u|unet net k|kmeans means t|tsne sne"},
		{"prefix of a chain", "pre-trained-based e-", "pre trained based e"},
		{"unicode hyphens", "fine‐tuning co‑op", "fine|finetuning tuning co|coop op"},
		{"dash", "encoder–decoder train---test", "encoder decoder train test"},
		{"possessive", "model's models' BERT’s C++'s", "model models bert c++|c"},
		{"contractions", "don't can’t it's we're we'll I'd o'clock", "dont cant it we we i o clock"},
		{"elision", "l'apprentissage d’analyse", "l apprentissage d analyse"},
		{"quotes", "'quoted' ''TeX'' ``word''", "quoted tex word"},
		{"plus plus", "C++ FreeLong++: C++11 a+++b x+y", "c++|c freelong++|freelong c++|c 11 a b x y"},
		{"sharp", "C# F#, issue#5 #5 C#4", "c#|c f#|f issue 5 5 c 4"},
		{"star", "A* search, C*-algebra $C^*$-algebra C^{\\ast} a*b **a**", "a*|a search c*|c algebra c*|c algebra c*|c a b a"},
		{".net", ".NET ASP.NET the .net a.net", ".net|net asp .net|net the .net|net a net"},
		{"digits and letters", "F1 l2 3D 2024 word2vec ResNet50", "f1 l2 3d 2024 word2vec resnet50|resnet"},
		{"points", "0.5 GPT-3.5 Qwen2.5-VL 2203.03850. 3.", "0.5 gpt|gpt3.5 3.5 qwen2.5|qwen vl 2203.03850 3"},
		{"thousands", "10,000", "10 000"},
		{"initials", "i.i.d. e.g. U.S.A, J.R. Firth A.B.C", "iid eg usa jr firth abc"},
		{"sentence without a space", "the end.The start", "the end the start"},
		{"at and slash", "P@10 TCP/IP AT&T", "p 10 tcp ip at t"},
		{"snake case", "batch_size x_i", "batch size x i"},
		{"address", "https://github.com/foo-bar/x www.example.org.", "github com foo|foobar bar x example org"},

		{"TeX names", `$\hbar$ \alpha-stable $\Delta x$ \varepsilon`, "hbar alpha stable delta x epsilon"},
		{"TeX type", `$\mathbf{x}$ \textit{when and} $\mathcal{O}(n)$ {\em foo}`, "x when and o n foo"},
		{"TeX operators", `$a \times b \leq c$ $58 \pm 15$`, "a b c 58 15"},
		{"TeX accents", `M\"obius H\"{o}lder {\'e}tale {\"o} Erd\H{o}s \v{C}ech Fran\c{c}ois na{\"\i}ve`, "mobius|moebius holder|hoelder etale o|oe erdos cech francois naive"},
		{"TeX letters", `Stra\ss e S{\o}ren \L{}ojasiewicz \AA ngstr\"om`, "strasse soren|soeren lojasiewicz a ngstrom|ngstroem"},
		{"no accent", `e.g.\ the \\ \" \'`, "eg the"},
		{"scripts", `$\ell_2$-norm, ell_2-norm, l_2, L^{2}, x^2+y^2`, "l2 norm l2 norm l2 l2 x2 y2"},
		{"formulas", `CO$_2$ H$_{2}$O MoS$_2$ H_2O $^{13}$C CLexIS$^2$ G$^2$TR`, "co2 h2o mos2|mos h2o 13c clexis2|clexis g2tr"},
		{"powers of numbers", `256^2 10^{-5} 2^n $n^{2h + 1}$`, "256 2 10 5 2 n n 2h 1"},
		{"wrapped", `$k$NN $K$-means $\underline{M}$ultilingual where$k$ XLM-R$_{\text{Base}}$`, "knn k|kmeans means multilingual where k xlm|xlmr r base"},
		{"Greek", "β-VAE π0 $\\pi_0$ $\\pi_{0.5}$ λόγος μm", "beta vae pi0 pi0 pi0.5 λογοσ μm"},
		{"Cyrillic and Arabic", "Машинный перевод العربية", "машинный перевод العربية"},
		{"Han", "机器翻译 的", "机器|机 器翻|器 翻译|翻|译 的"},
		{"mixed scripts", "使用BERT模型", "使用|使|用 bert 模型|模|型"},
		{"kana and Hangul", "データ 한국어", "デー|デ ータ|ー|タ 한국|한 국어|국|어"},
		{"invalid UTF-8", "a\xffb \xc3", "a b"},
	} {
		if got := show(Tokenize(nil, test.text)); got != test.want {
			t.Errorf("%s: Tokenize(%q)\n got %s\nwant %s", test.name, test.text, got, test.want)
		}
	}
}

func TestTokenPlaces(t *testing.T) {
	text := "Pre-training C++'s CO$_2$ 机器"
	var got []string
	for _, token := range Tokenize(nil, text) {
		if token.Joined != (token.Form == "pretraining") {
			t.Errorf("%q: joined is %v", token.Form, token.Joined)
		}
		got = append(got, fmt.Sprintf("%d %s %s", token.Position, token.Form, text[token.Start:token.End]))
	}
	want := []string{
		"0 pre Pre", "0 pretraining Pre-training", "1 training training", "2 c++ C++", "2 c C", "3 co2 CO$_2$",
		"4 机器 机器", "4 机 机", "4 器 器",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Tokenize(%q) (-want +got):\n%s", text, diff)
	}
}

func TestQueryTokens(t *testing.T) {
	for text, want := range map[string]string{
		"C++":        "c++",
		"C":          "c",
		"GPT-4":      "gpt 4",
		"ResNet50":   "resnet50",
		"l2 norm":    "l2 norm",
		"ell_2":      "l2",
		"机器翻译":       "机器 器翻 翻译",
		"FreeLong++": "freelong++",
	} {
		if got := show(QueryTokens(nil, text)); got != want {
			t.Errorf("QueryTokens(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestFormsAreCut(t *testing.T) {
	for name, text := range map[string]string{"ASCII": strings.Repeat("x", 200), "two bytes": "x" + strings.Repeat("я", 200)} {
		tokens := Tokenize(nil, text)
		if len(tokens) != 1 || len(tokens[0].Form) > MaxForm || len(tokens[0].Form) < MaxForm-1 || tokens[0].End != len(text) {
			t.Errorf("%s: Tokenize(%q) = %v", name, text, tokens)
		}
	}
}

// TestWords: the words of a completer are those of the index, but a run of CJK is whole.
func TestWords(t *testing.T) {
	for in, want := range map[string]string{
		"NCSOFT’s WMT’23 Terminology Task": "ncsoft wmt 23 terminology task",
		"Don't Stop, CAN'T stop: they’re":  "dont stop cant stop they",
		"The C++'s end":                    "the c++ end",
		"plWordNet 4.0 in the U.S.":        "plwordnet 4.0 in the us",
		"GPT-4 and pre-training":           "gpt 4 and pre training",
		`Schr\"odinger, $\mathbb{R}^2$`:    "schrodinger r2",
		"BiLSTM改进DAM模型":                    "bilstm 改进 dam 模型",
		"":                                 "",
		" - ":                              "",
	} {
		if got := Words(in); got != want {
			t.Errorf("Words(%q) = %q, want %q", in, got, want)
		}
	}
}
