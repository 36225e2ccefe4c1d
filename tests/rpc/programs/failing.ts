// A process whose start fails after it has made a broker, and which says so by its exit code.
import { testBroker } from '../support.ts';

testBroker({});
process.exitCode = 3;
