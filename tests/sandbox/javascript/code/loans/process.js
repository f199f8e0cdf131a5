note('process', process)
