package segment

import (
	"hash/maphash"
	"math/bits"
	"strings"
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
	values []string
	// slots find a value by its hash: each is an ordinal plus 1, or 0. Their number is a power of
	// two and at least twice that of the values. A map took three times the memory, and as long
	// again to fill.
	slots []uint32
	// display holds how people write a value, by ordinal, if that differs from the value. It may
	// be shorter than values.
	display []string
	// keys holds index.NameKey of the first values, as far as they were needed.
	keys []string
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
		t.setDisplay(ord, string(name))
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
	t.values = append(t.values, strings.Clone(value))
	if 2*len(t.values) > len(t.slots) {
		t.rehash()
	} else {
		t.place(len(t.values) - 1)
	}
	return uint32(len(t.values) - 1)
}

var seed = maphash.MakeSeed()

// find returns the ordinal of a value. t.mu is held.
func (t *Interner) find(value string) (ord uint32, known bool) {
	if len(t.slots) == 0 {
		return 0, false
	}
	mask := uint64(len(t.slots) - 1)
	for at := maphash.String(seed, value) & mask; t.slots[at] != 0; at = (at + 1) & mask {
		if ord = t.slots[at] - 1; t.values[ord] == value {
			return ord, true
		}
	}
	return 0, false
}

// place puts a value that has no slot yet into one.
func (t *Interner) place(ord int) {
	mask := uint64(len(t.slots) - 1)
	at := maphash.String(seed, t.values[ord]) & mask
	for t.slots[at] != 0 {
		at = (at + 1) & mask
	}
	t.slots[at] = uint32(ord) + 1
}

// rehash makes slots for twice as many values as there are.
func (t *Interner) rehash() {
	t.slots = make([]uint32, 1<<max(bits.Len(uint(2*len(t.values))), 4))
	for ord := range t.values {
		t.place(ord)
	}
}

// displayOf returns how people write a value, "" if that is not known to differ from it.
func (t *Interner) displayOf(ord uint32) string {
	if int(ord) < len(t.display) {
		return t.display[ord]
	}
	return ""
}

func (t *Interner) setDisplay(ord uint32, name string) {
	for len(t.display) <= int(ord) {
		t.display = append(t.display, "")
	}
	t.display[ord] = name
}

// SortKeys returns index.NameKey of the values seen so far, by ordinal.
func (t *Interner) SortKeys() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, value := range t.values[len(t.keys):] {
		t.keys = append(t.keys, index.NameKey(value))
	}
	return t.keys[:len(t.keys):len(t.keys)]
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
	return t.values[ord]
}

// Values returns the values seen so far, by ordinal. Later values do not appear in the result.
func (t *Interner) Values() []string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.values[:len(t.values):len(t.values)]
}

// ValueList is an Interner as it was at one time. A search that counts takes one list of each
// Interner once it has its snapshot: the Interners grow while other segments are read, and the
// workers of the search would count by different ordinals. Values that came later count 0.
type ValueList struct {
	Interner *Interner
	Values   []string
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
	return ord, ok && int(ord) < len(l.Values)
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
	for ord, name := range l.Values {
		if name == value || index.NormalizeValue(facet, name) == normal {
			ordinals = append(ordinals, uint32(ord))
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
	return t.values[ord]
}
