//go:build !linux

package peers

import "time"

func processTime(int) (time.Duration, error) { return 0, ErrUnsupported }
func resident(int) (int64, error)            { return 0, ErrUnsupported }
func load() float64                          { return 0 }
