{{ stage('projections') }}
