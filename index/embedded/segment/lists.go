package segment

import "slices"

// Union returns the members of two ascending lists, in ascending order.
func Union(a, b []uint32) []uint32 {
	all := make([]uint32, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			all, a = append(all, a[0]), a[1:]
		case a[0] > b[0]:
			all, b = append(all, b[0]), b[1:]
		default:
			all, a, b = append(all, a[0]), a[1:], b[1:]
		}
	}
	return append(append(all, a...), b...)
}

// Difference returns the members of an ascending list that another lacks.
func Difference(a, b []uint32) []uint32 {
	var left []uint32
	for _, x := range a {
		for len(b) > 0 && b[0] < x {
			b = b[1:]
		}
		if len(b) == 0 || b[0] != x {
			left = append(left, x)
		}
	}
	return left
}

// intersect returns the members that two ascending lists have in common.
func intersect(a, b []uint32) []uint32 {
	if len(a) > len(b) {
		a, b = b, a
	}
	var common []uint32
	for _, x := range a {
		i, ok := slices.BinarySearch(b, x)
		if ok {
			common = append(common, x)
		}
		b = b[i:]
	}
	return common
}
