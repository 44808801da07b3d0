// Package analysis splits text into the terms of the index and of queries: tokens, each
// with a surface form and a position, and their stems.
//
// Tokenize reads a title or an abstract and returns normalized surface forms (lower case,
// no accents), including function words. An engine indexes the forms, and applies Stem and
// IsFunctionWord when it groups and scores them. QueryTokens reads a query by the same rules.
//
// The content of an index depends on every rule below, so Version is part of the schema
// version: increment it with every change of a rule.
//
//	words       runs of letters, digits and combining marks; everything else
//	            separates. Invisible joiners and soft hyphens within a word vanish
//	normalizing text.AppendNormalized: "Schrödinger" is schrodinger, "ﬁnd" find, "ＧＰＴ" gpt
//	hyphens     separate, so that parts are neighbours: "GPT-4" is gpt 4. At the
//	            first part's position "pre-training", "U-Net", "k-means", "GPT-4" and
//	            their like also read pretraining, unet, kmeans, gpt4 (joined). "Zero-shot",
//	            "pre training" and "data set" can be found as zeroshot, pretraining and
//	            dataset (Hidden)
//	digits      stay with letters: f1, l2, 3d, word2vec. "ResNet50" and "Qwen2.5"
//	            also read resnet, qwen
//	points      stay between digits: 0.5, 2203.03850, qwen2.5; single letters with
//	            points are one word: "i.i.d." is iid
//	apostrophes 's 're 've 'll 'd 'm at a word's end are dropped: "model's" is model;
//	            n't is joined: "don't" is dont; any other separates: "d'analyse"
//	names       "C++", "FreeLong++", "C#", "C*-algebra", ".NET" are c++, freelong++,
//	            c#, c*, .net and also read c, freelong, c, c, net
//	TeX         accents are normalized: M\"obius, {\'e}tale, Erd\H{o}s. A command is its
//	            name (\hbar is hbar), unless it only sets type or is an operator
//	            (\mathbf{x} is x). Numbers above and below stay with their letter:
//	            x^2, CO$_2$, $\ell_2$ and "ell_2" are x2, co2, l2, l2. A word of which
//	            TeX wraps the first part is whole: $k$NN is knn
//	Greek       a lone letter, or one among Latin letters and digits, is its name, as in
//	            TeX: "β-VAE" is beta vae, "TGFβ" is tgfbeta, as "TGF-β" also reads
//	umlauts     a word with ä, ö, ü, ø or å also reads as with ae, oe, ue, oe, aa:
//	            "Düsseldorf" is dusseldorf and also duesseldorf
//	addresses   the scheme and "www" are dropped, the rest is words
//	CJK         runs of Han, kana and Hangul are overlapping pairs of characters, and
//	            also read as the single characters
//	length      a form longer than MaxForm bytes is cut to it
//
// An additional reading is a Token with Extra set, at the position of the first. A document
// is found by any of its readings, but a query uses only the first: "C++" never finds C,
// though "C" finds C++. A query asks for OtherForms besides.
package analysis

import (
	"slices"
	"strings"
)

// Version is raised with every change of the rules:
//
//	1   the first
//	2   umlauts also read as two letters, and Greek letters within words as their names
//	3   hidden forms of compounds; ё is е, and half-width kana are full-width ones
const Version = 3

// MaxForm is the maximum length of a form in bytes. A longer one is truncated at a
// character boundary; it is encoded data, not a word.
const MaxForm = 64

// Token is a reading of a word in a text.
type Token struct {
	// Form is normalized, valid UTF-8 and not empty. It may share memory with the text.
	Form string
	// Start and End are the byte offsets of the word. Start never decreases from one token
	// to the next. A joined reading ends at the end of its second part.
	Start, End int
	// Position counts words from 0.
	Position int
	// Extra marks every reading of a position except the first.
	Extra bool
	// Joined marks the reading of a hyphenated pair as one word, which is also Extra. Code
	// that weighs words skips it, or else a compound would count three times.
	Joined bool
	// SpelledOut marks the reading with umlauts as two letters, which is also Extra.
	SpelledOut bool
}

// QueryTokens appends the tokens of a query to dst: the first and most specific reading of each
// position. They are a subset of the tokens of Tokenize.
func QueryTokens(dst []Token, text string) []Token {
	n := len(dst)
	dst = Tokenize(dst, text)
	kept := dst[:n]
	for _, t := range dst[n:] {
		if !t.Extra {
			kept = append(kept, t)
		}
	}
	return kept
}

// JoinedForm returns the one word that two successive words of a query may also be written as:
// dataset for data and set. It returns "" if they are no words of letters, or function words.
func JoinedForm(first, second string) string {
	if len(first) < 2 || len(second) < minSecondPart || !isPlainWord(first) || !isPlainWord(second) || IsFunctionWord(first) || IsFunctionWord(second) {
		return ""
	}
	return first + second
}

// OtherForms returns the forms besides the first reading by which a query should look for each
// of its tokens, given by QueryTokens, in all texts that have the word in another spelling: for
// "Düsseldorf" the form duesseldorf, since a text may write it so, and for "dataset" the hidden
// form of "data set". Most words have only a hidden form, which few texts have.
func OtherForms(tokens []Token, text string) [][]string {
	others := make([][]string, len(tokens))
	for i, t := range tokens {
		if isPlainWord(t.Form) {
			others[i] = append(others[i], Hidden(t.Form))
		}
	}
	if isASCII(text) && !strings.ContainsRune(text, '\\') {
		return others
	}
	for _, t := range Tokenize(nil, text) {
		if t.SpelledOut {
			i := slices.IndexFunc(tokens, func(first Token) bool { return first.Position == t.Position })
			others[i] = append(others[i], t.Form)
		}
	}
	return others
}
