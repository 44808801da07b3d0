package bleveindex

import (
	bleve "github.com/blevesearch/bleve_index_api"

	"paperboy/index/analysis"
)

// tokenizer makes the documents of one batch after the other in the same memory. What it made
// is valid until reset.
type tokenizer struct {
	tokens []analysis.Token
	// entries holds the entry of each token's form.
	entries []*bleve.TokenFreq
	// places are Bleve's locations by position, shared by all documents: they hold nothing but
	// a position.
	places []*bleve.TokenLocation

	documents slab[document]
	fields    slab[field]
	lists     slab[bleve.Field]
	freqs     slab[bleve.TokenFreq]
	pointers  slab[*bleve.TokenLocation]

	// maps are those of the fields so far, in the order in which documents have them, so that
	// one map serves one field of every batch.
	maps []bleve.TokenFrequencies
	used int
}

func (t *tokenizer) reset() {
	t.documents.reset()
	t.fields.reset()
	t.lists.reset()
	t.freqs.reset()
	t.pointers.reset()
	t.used = 0
}

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

// maxMapped bounds the terms of a map that is reused: clearing a map costs its capacity.
const maxMapped = 1 << 12

// newField returns a field without tokens.
func (t *tokenizer) newField(name string, options bleve.FieldIndexingOptions) *field {
	if t.used == len(t.maps) {
		t.maps = append(t.maps, bleve.TokenFrequencies{})
	}
	m := t.maps[t.used]
	if len(m) > maxMapped {
		m = bleve.TokenFrequencies{}
		t.maps[t.used] = m
	}
	clear(m)
	t.used++
	f := &t.fields.take(1)[0]
	*f = field{name: name, options: options, tokens: m}
	return f
}

// newTerm adds an entry for a form that the field does not have yet.
func (t *tokenizer) newTerm(f *field, form string) *bleve.TokenFreq {
	tf := &t.freqs.take(1)[0]
	*tf = bleve.TokenFreq{}
	f.tokens[form] = tf
	return tf
}

// termField indexes whole values; empty ones are left out. Bleve reads a term from the key of
// its map, never from the TokenFreq.
func (t *tokenizer) termField(name string, options bleve.FieldIndexingOptions, values ...string) *field {
	f := t.newField(name, options)
	f.length = len(values)
	for _, v := range values {
		if v != "" {
			t.newTerm(f, v).SetFrequency(1)
		}
	}
	return f
}

// field indexes the forms of the texts with positions from 1. Bleve's byte offsets stay 0:
// highlighting reads the text, and they were a tenth of the index.
func (t *tokenizer) field(name string, texts ...string) *field {
	tokens, entries := t.tokens[:0], t.entries[:0]
	for _, text := range texts {
		from, base := len(tokens), 1
		if from > 0 {
			base = tokens[from-1].Position + 2
		}
		tokens = analysis.Tokenize(tokens, text)
		for i := range tokens[from:] {
			tokens[from+i].Position += base
		}
	}
	f := t.newField(name, bleve.IndexField|bleve.IncludeTermVectors)
	f.length = len(tokens)
	for _, token := range tokens {
		tf := f.tokens[token.Form]
		if tf == nil {
			tf = t.newTerm(f, token.Form)
		}
		tf.SetFrequency(tf.Frequency() + 1)
		entries = append(entries, tf)
	}
	pointers := t.pointers.take(len(tokens))
	for i, token := range tokens {
		tf := entries[i]
		if tf.Locations == nil {
			n := tf.Frequency()
			tf.Locations, pointers = pointers[:0:n], pointers[n:]
		}
		tf.Locations = append(tf.Locations, t.place(token.Position))
	}
	t.tokens, t.entries = tokens, entries
	return f
}

func (t *tokenizer) place(position int) *bleve.TokenLocation {
	for len(t.places) <= position {
		t.places = append(t.places, &bleve.TokenLocation{Position: len(t.places)})
	}
	return t.places[position]
}
