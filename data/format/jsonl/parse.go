package jsonl

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"paperboy/data/format/anyjson"
)

// object has the values of one JSON object by field. It is used again for the next object.
type object struct {
	values
	// placesOf remembers the places of names that are not in the table as they are written.
	placesOf map[string]placeOf
}

type values struct {
	anyjson.Stated
	own   [numSlots - anyjson.NumFields]anyjson.Value
	ranks [numSlots]uint8
	// unknown are the members whose names resemble that of a field.
	unknown []member
}

// member is a member of an object whose name is in no table.
type member struct {
	field       slot
	known, name string
	value       anyjson.Value
}

// placeOf is the place of a name, or the field that it resembles.
type placeOf struct {
	place
	isKnown bool
	field   slot
	known   string
}

const (
	// maxUnknown is how many members with unknown names are looked at.
	maxUnknown = 20
	// maxPlacesOf is how many names are remembered, and maxNameBytes the length of a name that may
	// be that of a field.
	maxPlacesOf  = 1000
	maxNameBytes = 100
)

// parse reads one JSON object. Its errors are *data.FieldError.
func (o *object) parse(text []byte) error {
	o.values = values{unknown: o.unknown[:0]}
	return anyjson.Each(text, o.add)
}

// add puts the value of a key in its place. Of several names of a field, the preferred one counts
// if it says anything, and of several values of one name, the last.
func (o *object) add(key []byte, value anyjson.Value) {
	name := key[1 : len(key)-1]
	at, known := places[string(name)]
	if !known {
		of := o.placeOf(name)
		if !of.isKnown {
			if of.known != "" && len(o.unknown) < maxUnknown && !value.IsEmpty() {
				o.unknown = append(o.unknown, member{of.field, of.known, string(key), value})
			}
			return
		}
		at = of.place
	}
	if value.IsEmpty() {
		return
	}
	if to := o.at(at.slot); len(*to) == 0 || at.rank <= o.ranks[at.slot] {
		*to, o.ranks[at.slot] = value, at.rank
	}
}

// placeOf returns the place of a name in any spelling.
func (o *object) placeOf(name []byte) placeOf {
	if of, ok := o.placesOf[string(name)]; ok {
		return of
	}
	var of placeOf
	if len(name) > maxNameBytes {
		return of
	}
	plain := anyjson.PlainKey(string(name))
	if of.place, of.isKnown = places[plain]; !of.isKnown {
		of.field, of.known, _ = resembles(plain)
	}
	if len(o.placesOf) < maxPlacesOf {
		if o.placesOf == nil {
			o.placesOf = map[string]placeOf{}
		}
		o.placesOf[string(name)] = of
	}
	return of
}

// at returns the place of the value in a slot.
func (o *object) at(s slot) *anyjson.Value {
	if s < anyjson.NumFields {
		return &o.Stated[s]
	}
	return &o.own[s-anyjson.NumFields]
}

// of returns the value in a slot.
func (o *object) of(s slot) anyjson.Value { return *o.at(s) }

// text returns the text in a slot, as it is written.
func (o *object) text(s slot) string { return o.of(s).Text() }

// isExport reports whether the object has fields that only exports of Paperboy have.
func (o *object) isExport() bool {
	return o.of(authorCount) != nil || o.of(observations) != nil || o.of(sources).Kind() == anyjson.List && o.of(aliases) == nil && strings.Contains(string(o.of(sources)), `"location"`)
}

// whole returns the integer in a slot, which may be written as 3.0 or "3", and whether there is one.
// ok is false for another value.
func (o *object) whole(s slot) (n *int, ok bool) {
	v := o.of(s)
	if v == nil {
		return nil, true
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(v.Text()), 64)
	if err != nil || v.Kind() == anyjson.Object || v.Kind() == anyjson.List || f != math.Trunc(f) || math.Abs(f) > math.MaxInt32 {
		return nil, false
	}
	whole := int(f)
	return &whole, true
}

// words returns the words of a text, or the texts of a list.
func words(v anyjson.Value) []string {
	if v.Kind() == anyjson.String {
		return strings.FieldsFunc(v.Text(), func(r rune) bool { return r == ' ' || r == ',' || r == ';' })
	}
	return v.Texts()
}

// stringsOf returns the strings of a list that has nothing else.
func stringsOf(v anyjson.Value) (list []string, ok bool) {
	if v.Kind() != anyjson.List {
		return nil, false
	}
	for one := range v.Elements() {
		if one.Kind() != anyjson.String {
			return nil, false
		}
		if s := one.Text(); s != "" {
			list = append(list, s)
		}
	}
	return list, true
}

// areFamilyFirst reports whether all names are written "Family, Given".
func areFamilyFirst(names []string) bool {
	return len(names) > 0 && !slices.ContainsFunc(names, func(name string) bool { return strings.Count(name, ",") != 1 })
}
