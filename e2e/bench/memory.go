package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// memory returns how much of the process is resident, and how much was at most,
// in bytes.
func memory(pid int) (now, most float64, err error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, 0, err
	}
	now, err = kibibytes(status, "VmRSS")
	if err == nil {
		most, err = kibibytes(status, "VmHWM")
	}
	return now, most, err
}

// kibibytes reads a line of Linux' tables, such as "VmRSS:	1024 kB", in bytes.
func kibibytes(table []byte, name string) (float64, error) {
	for line := range strings.Lines(string(table)) {
		fields := strings.Fields(line)
		if len(fields) == 3 && fields[0] == name+":" && fields[2] == "kB" {
			n, err := strconv.ParseFloat(fields[1], 64)
			return n * 1024, err
		}
	}
	return 0, fmt.Errorf("there is no %s in kB", name)
}

func megabytes(bytes float64) string { return number(bytes/1e6, 0) + " MB" }
