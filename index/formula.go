package index

import "math"

// The search formula, BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework:
// BM25 and Beyond, 2009, equation 3.15) with a weighted title, surface forms beside stems,
// and pairs of words. Over live papers and content words:
//
//	tf'    TitleWeight*tf(title) + tf(abstract)        len' likewise, avg = its exact mean
//	idf    ln(1 + (N - df + .5) / (df + .5))
//	B      tf'*(K1+1) / (tf' + K1*(1 - B + B*len'/avg))
//	E      sum over query terms of qtf * idf * B
//	P      sum over pairs in the query of qtf * min idf of the two stems * B(tf' of the pair)
//	score  E(stems) + FormWeight*E(surface forms) + PairWeight*P
//
// A prefix, fuzzy word or pattern is one term: its tf is that of all words it stands for,
// and it counts in both sums E, with ExpansionWeight. A stem that has other words than the
// one in the query (AreApart) counts OtherWordsWeight, and the word itself the rest.
//
// These are the weights of the text. What names, venues and years count for, and the prior, is
// in meaning.go. The oracle of package indextest has a copy of
// its own, so that a test fails when one is changed by accident.
const (
	K1 = 1.5
	B  = .75
	// TitleWeight is how many words of an abstract a word of a title counts for. It is an
	// integer, so that a weighted frequency is one too.
	TitleWeight = 2
	FormWeight  = .2
	// PairWeight was measured on Cranfield: nDCG@10 is .5324 at .3, .5302 at .2 and .5299
	// at .25.
	PairWeight      = .3
	ExpansionWeight = 1 + FormWeight
)

// SearchIDF returns the idf of the search formula for a term in df of n papers.
func SearchIDF(n, df int) float64 {
	return math.Log(1 + (float64(n)-float64(df)+.5)/(float64(df)+.5))
}

// The formula for similar papers: a cosine of content stems with pivoted normalization
// (Singhal, Buckley and Mitra, Pivoted Document Length Normalization, SIGIR 1996).
//
//	a(t,d)  1 + ln(SimilarTitleWeight*tf(title) + tf(abstract))
//	norm_d  sqrt(sum of a(t,d)^2 * IDF(t)), norm_q likewise, over the terms that take part
//	score   sum of a(t,q)*a(t,d)*IDF(t) / (norm_q * ((1-PivotSlope)*mean norm + PivotSlope*norm_d))
const (
	SimilarTitleWeight = 3
	PivotSlope         = .8
)

// IDF returns ln(1 + N/df)^1.5, the inverse document frequency of the formula for similar
// papers, for a term in df > 0 of N papers. With a power of 1 or of 2, papers relevant to
// the same query find each other a little less well on each of five test sets (package
// recommend has the figures).
func IDF(papers, df int) float64 {
	return math.Pow(math.Log(1+float64(papers)/float64(df)), 1.5)
}
