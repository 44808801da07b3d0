package segment

import (
	"hash/maphash"
	"math/bits"
	"sync"

	"paperboy/index"
	"paperboy/index/embedded/mapped"
	"paperboy/index/embedded/schema"
)

// Interner gives ordinals to strings, for all segments of an open index, so that counting a
// value is adding to a slice. It only grows: a value that has left the index keeps its ordinal
// until the index is rebuilt.
type Interner struct {
	mu     sync.RWMutex // guards what follows
	values Texts
	// slots find a value by its hash: each is an ordinal plus 1, or 0. Their number is a power of
	// two and at least twice that of the values. A map took three times the memory, and as long
	// again to fill.
	slots []uint32
	// display holds how people write a value, by ordinal, if that differs from the value. It may
	// be shorter than values.
	display Texts
	// keys holds index.NameKey of the first values, as far as they were needed.
	keys Texts
	// value returns the value of a name. It is nil if names are values.
	value func(name string) string

	// kept is how many of the values are in a file, and named the ordinals whose display is not.
	kept  int
	named []uint32
}

// FacetInterners are those of the facets without fixed buckets (schema.ValueFacet).
type FacetInterners [schema.ValueFacets]*Interner

func newInterner(value func(string) string) *Interner { return &Interner{value: value} }

func newFacetInterners() *FacetInterners {
	t := &FacetInterners{}
	for i := range t {
		t[i] = newInterner(schema.ValueFacet(i).Value)
	}
	return t
}

// internName returns the ordinal of a name's value; ok is false if the value is empty.
func (t *Interner) internName(name []byte) (ord uint32, ok bool) {
	if len(name) == 0 {
		return 0, false
	}
	if t.value == nil {
		return t.Intern(name), true
	}
	value := t.value(string(name))
	if value == "" {
		return 0, false
	}
	if ord, known := t.Lookup(value); known {
		return ord, true
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	ord = t.add(value)
	if t.displayOf(ord) == "" && string(name) != value {
		t.display.set(ord, string(name))
		t.named = append(t.named, ord)
	}
	return ord, true
}

// Intern returns the ordinal of a value, and gives it one if it is new.
func (t *Interner) Intern(value []byte) uint32 {
	if ord, known := t.Lookup(mapped.Text(value)); known {
		return ord
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.add(string(value))
}

// add returns the ordinal of a value that may be new. t.mu is held.
func (t *Interner) add(value string) uint32 {
	if ord, known := t.find(value); known {
		return ord
	}
	t.values.add(value)
	last := uint32(t.values.Len() - 1)
	if 2*t.values.Len() > len(t.slots) {
		t.rehash()
	} else {
		t.place(last)
	}
	return last
}

var seed = maphash.MakeSeed()

// find returns the ordinal of a value. t.mu is held.
func (t *Interner) find(value string) (ord uint32, known bool) {
	if len(t.slots) == 0 {
		return 0, false
	}
	mask := uint64(len(t.slots) - 1)
	for at := maphash.String(seed, value) & mask; t.slots[at] != 0; at = (at + 1) & mask {
		if ord = t.slots[at] - 1; t.values.At(ord) == value {
			return ord, true
		}
	}
	return 0, false
}

// place puts a value that has no slot yet into one.
func (t *Interner) place(ord uint32) {
	mask := uint64(len(t.slots) - 1)
	at := maphash.String(seed, t.values.At(ord)) & mask
	for t.slots[at] != 0 {
		at = (at + 1) & mask
	}
	t.slots[at] = ord + 1
}

// rehash makes slots for twice as many values as there are.
func (t *Interner) rehash() {
	t.slots = make([]uint32, 1<<max(bits.Len(uint(2*t.values.Len())), 4))
	for ord := range uint32(t.values.Len()) {
		t.place(ord)
	}
}

// displayOf returns how people write a value, "" if that is not known to differ from it.
func (t *Interner) displayOf(ord uint32) string {
	if int(ord) < t.display.Len() {
		return t.display.At(ord)
	}
	return ""
}

// SortKeys returns index.NameKey of the values seen so far, by ordinal.
func (t *Interner) SortKeys() Texts {
	t.mu.Lock()
	defer t.mu.Unlock()
	for ord := t.keys.Len(); ord < t.values.Len(); ord++ {
		t.keys.add(index.NameKey(t.values.At(uint32(ord))))
	}
	return t.keys.now()
}

// Lookup returns the ordinal of a value if it has one.
func (t *Interner) Lookup(value string) (uint32, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.find(value)
}

// valueOf returns the value of an ordinal.
func (t *Interner) valueOf(ord uint32) string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.values.At(ord)
}

// Values returns the values seen so far, by ordinal. Later values do not appear in the result.
func (t *Interner) Values() Texts {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.values.now()
}

// ValueList is an Interner as it was at one time. A search that counts takes one list of each
// Interner once it has its snapshot: the Interners grow while other segments are read, and the
// workers of the search would count by different ordinals. Values that came later count 0.
type ValueList struct {
	Interner *Interner
	Values   Texts
}

// List returns the values seen so far.
func (t *Interner) List() ValueList { return ValueList{t, t.Values()} }

// Lists returns the current ValueList of each facet.
func (t *FacetInterners) Lists() (lists [schema.ValueFacets]ValueList) {
	for i := range t {
		lists[i] = t[i].List()
	}
	return lists
}

// Lookup returns the ordinal of a value if the list has it.
func (l ValueList) Lookup(value string) (uint32, bool) {
	ord, ok := l.Interner.Lookup(value)
	return ord, ok && int(ord) < l.Values.Len()
}

// Spellings returns the ordinals of the values that index.SameValue calls the same as value.
func (l ValueList) Spellings(facet index.Facet, value string) (ordinals []uint32) {
	if value == index.Unknown {
		return nil
	}
	normal := index.NormalizeValue(facet, value)
	if facet == index.FacetAuthor { // whose values are normalized
		if ord, ok := l.Lookup(normal); ok {
			ordinals = append(ordinals, ord)
		}
		return ordinals
	}
	for ord, name := range l.Values.Each {
		if name == value || index.NormalizeValue(facet, name) == normal {
			ordinals = append(ordinals, ord)
		}
	}
	return ordinals
}

// DisplayName returns how people write the value of an ordinal.
func (t *Interner) DisplayName(ord uint32) string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if name := t.displayOf(ord); name != "" {
		return name
	}
	return t.values.At(ord)
}
