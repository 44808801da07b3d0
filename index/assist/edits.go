package assist

import (
	"strings"
	"unicode/utf8"
)

// The cost of an edit is roughly the logarithm of the number of words typed correctly for
// each word with that edit. People hit a neighbouring key, double or drop a letter, or swap
// two; the first letter is rarely wrong.
const (
	swapCost      = 4.0 // two neighbouring letters swapped
	doubleCost    = 3.8 // a letter doubled, or one of two dropped
	dropCost      = 4.2 // another letter dropped
	neighbourCost = 4.2 // a neighbouring key instead of the right one, or after it
	vowelCost     = 4.5 // a wrong vowel
	otherCost     = 5.5 // any other single edit
	firstCost     = 1.5 // added if the first letter is wrong
	farCost       = 11  // two edits
)

// editCost returns the cost of typing word as typed, which is distance edits away from it.
func editCost(word, typed string, distance int) float64 {
	if distance == 0 {
		return 0
	}
	a, b := []rune(word), []rune(typed)
	from := 0
	for from < min(len(a), len(b)) && a[from] == b[from] {
		from++
	}
	a, b = a[from:], b[from:]
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	cost := oneEditCost(a, b, runeBefore(word, from), runeBefore(typed, from))
	if distance > 1 {
		cost = farCost
	}
	if from == 0 {
		cost += firstCost
	}
	return cost
}

// oneEditCost returns the cost of typing b for a, the parts in which a word and its typed
// form differ. wordBefore and typedBefore are the characters before them.
func oneEditCost(a, b []rune, wordBefore, typedBefore rune) float64 {
	switch {
	case len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]:
		return swapCost
	case len(a) == 1 && len(b) == 0:
		if a[0] == wordBefore {
			return doubleCost
		}
		return dropCost
	case len(a) == 0 && len(b) == 1:
		switch {
		case b[0] == typedBefore:
			return doubleCost
		case areNeighbours(b[0], typedBefore):
			return neighbourCost
		}
	case len(a) == 1 && len(b) == 1:
		switch {
		case areNeighbours(a[0], b[0]):
			return neighbourCost
		case isVowel(a[0]) && isVowel(b[0]):
			return vowelCost
		}
	}
	return otherCost
}

// runeBefore returns the character before the one with an index, or 0 for the first.
func runeBefore(word string, place int) rune {
	if place == 0 {
		return 0
	}
	return []rune(word)[place-1]
}

func isVowel(r rune) bool { return strings.ContainsRune("aeiouy", r) }

// keyboard holds the rows of letters of an American keyboard.
var keyboard = [...]string{"qwertyuiop", "asdfghjkl", "zxcvbnm"}

// KeyNeighbours returns the letters whose keys touch the key of a lower-case letter, or ""
// for other characters.
func KeyNeighbours(letter rune) string {
	var near []byte
	for row, keys := range keyboard {
		at := strings.IndexRune(keys, letter)
		if at < 0 {
			continue
		}
		// Each row is half a key to the right of the one above.
		for _, k := range [...]struct{ row, at int }{{row, at - 1}, {row, at + 1}, {row - 1, at}, {row - 1, at + 1}, {row + 1, at - 1}, {row + 1, at}} {
			if k.row >= 0 && k.row < len(keyboard) && k.at >= 0 && k.at < len(keyboard[k.row]) {
				near = append(near, keyboard[k.row][k.at])
			}
		}
	}
	return string(near)
}

func areNeighbours(a, b rune) bool {
	return a < utf8.RuneSelf && b < utf8.RuneSelf && strings.ContainsRune(KeyNeighbours(a), b)
}
