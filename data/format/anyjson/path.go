package anyjson

import (
	"strings"
)

// Paths are alternative places of a value in an object, the preferred first.
type Paths []path

// path is a sequence of steps from an object to a value.
type path []step

// step goes to the member called key. If the member is a list, it goes to each of its elements, or
// to those whose member is has one of the values of want. "" in want means that the member is missing.
type step struct {
	key  string
	is   string
	want []string
}

// At parses alternative paths, which are separated by " | ". A path is a key, or several joined by
// full stops, and passes through lists: "titles.title" is the title of each of the titles. A
// condition chooses elements of a list by a member, whose values are compared without case:
// "dates[dateType=Issued,Created].date", "titles[titleType=].title". The key "0" is the first element
// of a list, and the path "." the object itself.
func At(alternatives string) Paths {
	var paths Paths
	for text := range strings.SplitSeq(alternatives, " | ") {
		var p path
		for key := range strings.SplitSeq(strings.TrimSpace(text), ".") {
			if key == "" {
				continue
			}
			s := step{key: key}
			if name, condition, found := strings.Cut(strings.TrimSuffix(key, "]"), "["); found {
				is, want, _ := strings.Cut(condition, "=")
				s = step{key: name, is: is, want: strings.Split(want, ",")}
			}
			p = append(p, s)
		}
		paths = append(paths, p)
	}
	return paths
}

// First returns the first value on the paths that is not empty, or no value.
func (ps Paths) First(v Value) Value { return ps.first(nil, v) }

// All returns the values at the first of the paths that has any that are not empty.
func (ps Paths) All(v Value) []Value { return ps.all(nil, v) }

// Text returns the text of the first value on the paths that is not empty.
func (ps Paths) Text(v Value) string { return strings.TrimSpace(ps.First(v).Text()) }

func (ps Paths) first(f finder, v Value) (found Value) {
	for _, p := range ps {
		f.walk(p, v, func(at Value) bool {
			if !at.IsEmpty() {
				found = at
			}
			return found == nil
		})
		if found != nil {
			return found
		}
	}
	return nil
}

func (ps Paths) all(f finder, v Value) (found []Value) {
	for _, p := range ps {
		f.walk(p, v, func(at Value) bool {
			if !at.IsEmpty() {
				found = append(found, at)
			}
			return true
		})
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// finder finds members of objects. Unless it is nil, it remembers the members of large ones, by
// the place of an object in its text, so that each is scanned once for all paths.
type finder map[*byte]map[string]Value

// minIndexedBytes is the size from which the members of an object are remembered, and
// maxMembers the number of members that are.
const (
	minIndexedBytes = 100
	maxMembers      = 2_000
)

func (f finder) member(object Value, key string) Value {
	if f == nil || len(object) < minIndexedBytes {
		return object.Member(key)
	}
	members, known := f[&object[0]]
	if !known {
		members = map[string]Value{}
		for name, value := range object.Members() {
			if _, again := members[name]; !again && len(members) < maxMembers {
				members[name] = value
			}
		}
		f[&object[0]] = members
	}
	return members[key]
}

// walk calls visit with each value on a path from v until it returns false.
func (f finder) walk(p path, v Value, visit func(Value) bool) bool {
	if len(p) == 0 {
		return visit(v)
	}
	for one := range v.Elements() {
		if p[0].key == "0" {
			return f.walk(p[1:], one, visit)
		}
		if one.Kind() != Object {
			continue
		}
		member := f.member(one, p[0].key)
		if p[0].is == "" {
			if member != nil && !f.walk(p[1:], member, visit) {
				return false
			}
			continue
		}
		for element := range member.Elements() {
			if p[0].chooses(element) && !f.walk(p[1:], element, visit) {
				return false
			}
		}
	}
	return true
}

// chooses reports whether an element fulfils the condition of a step.
func (s step) chooses(element Value) bool {
	has := strings.TrimSpace(element.Member(s.is).Text())
	for _, want := range s.want {
		if strings.EqualFold(has, want) {
			return true
		}
	}
	return false
}
