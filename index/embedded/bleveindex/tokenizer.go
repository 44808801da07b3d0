package bleveindex

import "paperboy/index/analysis"

// tokenizer makes the documents of one batch after the other in the same memory. What it made
// is valid until reset.
type tokenizer struct {
	documents slab[document]
	all       []analysis.Token
}

func (t *tokenizer) reset() {
	t.documents.reset()
	if cap(t.all) > maxTokens {
		t.all = nil
	}
	clear(t.all) // their forms share memory with the texts
	t.all = t.all[:0]
}

// tokens returns the tokens of a text.
func (t *tokenizer) tokens(text string) []analysis.Token {
	from := len(t.all)
	t.all = analysis.Tokenize(t.all, text)
	return t.all[from:len(t.all):len(t.all)]
}

// maxTokens is the number of tokens from which on their memory is not kept.
const maxTokens = 1 << 19

// slab hands out pieces of one slice.
type slab[T any] struct{ all, free []T }

// Slabs grow from minSlab to what a batch needs. One beyond maxSlab, as for a batch of huge
// texts, is not kept.
const (
	minSlab = 1 << 8
	maxSlab = 1 << 18
)

// take returns n elements with the content of their last use.
func (s *slab[T]) take(n int) []T {
	if len(s.free) < n {
		s.all = make([]T, max(2*len(s.all), n, minSlab))
		s.free = s.all
	}
	taken := s.free[:n:n]
	s.free = s.free[n:]
	return taken
}

func (s *slab[T]) reset() {
	if len(s.all) > maxSlab {
		s.all = nil
	}
	s.free = s.all
}
